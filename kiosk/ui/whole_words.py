"""The words of the house that a line end does not part where it can help it: 扫码 on one line, not 扫 and 码.

Han may be broken anywhere, and readers bear it in a text; in a title of two lines, as large words make them, a parted
word is stumbled over. Owns the list, in both scripts: what titles, buttons and first lines of the catalogues are about.
A word that is missing here is only set less well. Called by ``kiosk.ui.typeset``.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

_SIMPLIFIED = (
    "扫码 付款 手机 收据 客服 传真 对方 打印 收款 现金 号码 业主 盘点 呼叫 线路 办理 签名 房号 结束 编号 服务 "
    "总部 等待 发送 主管 钱箱 核对 时间 结账 收到 原因 金额 测试 取消 受理 报价 登记 查看 收费 清点 设备 接收 "
    "通话 报修 支付 文件 退款 记录 答复 方式 费用 自助 无法 选择 柜台 投入 登录 送达 批准 工单 处理 使用 没有 "
    "重新 正在 确认 已经 可以 不能 暂时 是否 现在 其他 速率 密码 页面 需要 检查 缴款 核实 记账 拨号 应答 接听 "
    "材料 提交 上门 验收 说明 报表 开始 故障 当班 工作 退还 冲销 签署 全部 价格 来电 同意 输入 副本 报告 结果 "
    "纸币 免收 完成 项目 人工 读取 通知 备用 屏幕 停止 接通 重复 返回 继续 内容 什么 显示 轻触 稍候 连接 交给 "
    "查询 设置 维修 约定 准备 财务 日报 经办 稍后 自动 意见 接班 成功 恢复 拒绝 状态 紧急 合计 删除 凭证 投诉 "
    "确定 可能 硬币 备份 差额 标准 暂停 评分 更换 更改 数量 收入 空闲 正常 断电 电话 负责 营业 代金 金券 内线"
)
# those that are written otherwise
_TRADITIONAL = (
    "掃碼 手機 收據 傳真 對方 列印 現金 號碼 業主 盤點 線路 辦理 簽名 房號 結束 編號 服務 總部 發送 錢箱 核對 "
    "時間 結帳 金額 測試 報價 登記 收費 清點 設備 通話 報修 紀錄 答覆 費用 無法 選擇 櫃檯 登入 送達 工單 處理 "
    "沒有 確認 已經 暫時 現在 密碼 頁面 檢查 繳款 核實 記帳 撥號 應答 接聽 上門 驗收 說明 報表 開始 當班 退還 "
    "沖銷 簽署 價格 來電 輸入 報告 結果 紙幣 項目 讀取 備用 螢幕 重複 繼續 內容 什麼 顯示 輕觸 連接 交給 查詢 "
    "設定 維修 約定 準備 財務 日報 經辦 稍後 自動 意見 恢復 拒絕 狀態 緊急 合計 刪除 憑證 投訴 確定 硬幣 備份 "
    "差額 標準 暫停 評分 更換 數量 空閒 斷電 電話 負責 營業 內線"
)


@cache
def _joints() -> frozenset[str]:
    return frozenset(a + b for word in f"{_SIMPLIFIED} {_TRADITIONAL}".split() for a, b in pairwise(word))


def parts_a_word(before: str, after: str) -> bool:
    """Whether a line that ends with ``before``, followed by one that begins with ``after``, parts a word."""
    return before[-1:] + after[:1] in _joints()
