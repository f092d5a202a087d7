"""The estate's words for the keyboard: most of them a general dictionary puts behind others, or does not know.

Owns the words and the codes they are typed with. Pure. Called by ``kiosk.ui.pinyin`` when it writes the settings of the
input method.
"""

from __future__ import annotations

from collections.abc import Iterator

# Simplified, traditional, all syllables; and their first letters where these are not a common syllable themselves.
_WORDS = """
报修 報修 baoxiu bx|物业 物業 wuye|物业费 物業費 wuyefei wyf|漏水 漏水 loushui|滴水 滴水 dishui|渗水 滲水 shenshui
停水 停水 tingshui|停电 停電 tingdian|跳闸 跳閘 tiaozha tz|断电 斷電 duandian|堵塞 堵塞 duse|水管 水管 shuiguan
水龙头 水龍頭 shuilongtou slt|马桶 馬桶 matong|洗脸盆 洗臉盆 xilianpen xlp|地漏 地漏 dilou
下水道 下水道 xiashuidao xsd|阀门 閥門 famen|软管 軟管 ruanguan|热水器 熱水器 reshuiqi rsq
抽油烟机 抽油煙機 chouyouyanji cyyj|空调 空調 kongtiao kt|灯泡 燈泡 dengpao|开关 開關 kaiguan|插座 插座 chazuo
电路 電路 dianlu|门锁 門鎖 mensuo|门窗 門窗 menchuang|玻璃 玻璃 boli|瓷砖 瓷磚 cizhuan|墙面 牆面 qiangmian
保洁 保潔 baojie|家政 家政 jiazheng|维修 維修 weixiu|上门 上門 shangmen|客服 客服 kefu|主卧 主臥 zhuwo
次卧 次臥 ciwo|卫生间 衛生間 weishengjian wsj|厨房 廚房 chufang|阳台 陽臺 yangtai|客厅 客廳 keting|车库 車庫 cheku
花园 花園 huayuan|单元 單元 danyuan|楼栋 樓棟 loudong|房号 房號 fanghao|业主 業主 yezhu|门禁 門禁 menjin
请帮我 請幫我 qingbangwo|请派人 請派人 qingpairen|堵了 堵了 dule|水槽 水槽 shuicao|外机 外機 waiji|反味 反味 fanwei
点不着 點不著 dianbuzhe|关不严 關不嚴 guanbuyan|门禁卡 門禁卡 menjinka|太吵 太吵 taichao|及时 及時 jishi
钥匙 鑰匙 yaoshi|水压 水壓 shuiya|读数 讀數 dushu|树枝 樹枝 shuzhi|修剪 修剪 xiujian|充电桩 充電樁 chongdianzhuang
账上 賬上 zhangshang|记账 記賬 jizhang|儿童房 兒童房 ertongfang|院子 院子 yuanzi|漏雨 漏雨 louyu|壁炉 壁爐 bilu
浴霸 浴霸 yuba|新风 新風 xinfeng|新风系统 新風系統 xinfengxitong|烟感 煙感 yangan|外卖员 外賣員 waimaiyuan
快递员 快遞員 kuaidiyuan|蚊子 蚊子 wenzi|消杀 消殺 xiaosha|滑梯 滑梯 huati|浇花 澆花 jiaohua|放行 放行 fangxing
挪车 挪車 nuoche|走失 走失 zoushi|捡到 撿到 jiandao|川菜馆 川菜館 chuancaiguan|代订 代訂 daiding|清运 清運 qingyun
停车证 停車證 tingchezheng|封窗 封窗 fengchuang|加氟 加氟 jiafu|不亮 不亮 buliang|首问 首問 shouwen|西区 西區 xiqu
大堂 大堂 datang|礼宾 禮賓 libin|代叫 代叫 daijiao|叫醒 叫醒 jiaoxing|分机 分機 fenji|加急 加急 jiaji|样稿 樣稿 yanggao
押金条 押金條 yajintiao|客服部 客服部 kefubu|保安部 保安部 baoanbu|绿化部 綠化部 lvhuabu|经理 經理 jingli
车库门 車庫門 chekumen|白蚁 白蟻 baiyi|可视对讲 可視對講 keshiduijiang|智能锁 智能鎖 zhinengsuo|指纹锁 指紋鎖 zhiwensuo
壁挂炉 壁掛爐 bigualu|分水器 分水器 fenshuiqi|止回阀 止回閥 zhihuifa|三角阀 三角閥 sanjiaofa|角阀 角閥 jiaofa
淋浴房 淋浴房 linyufang|爆了 爆了 baole
"""

# As spoken in the north; the tones may be left out.
_BOPOMOFO_WORDS = """
報修 ㄅㄠˋㄒㄧㄡ|物業 ㄨˋㄧㄝˋ|物業費 ㄨˋㄧㄝˋㄈㄟˋ|漏水 ㄌㄡˋㄕㄨㄟˇ|滴水 ㄉㄧㄕㄨㄟˇ|滲水 ㄕㄣˋㄕㄨㄟˇ
停水 ㄊㄧㄥˊㄕㄨㄟˇ|停電 ㄊㄧㄥˊㄉㄧㄢˋ|跳閘 ㄊㄧㄠˋㄓㄚˊ|斷電 ㄉㄨㄢˋㄉㄧㄢˋ|水管 ㄕㄨㄟˇㄍㄨㄢˇ
水龍頭 ㄕㄨㄟˇㄌㄨㄥˊㄊㄡˊ|馬桶 ㄇㄚˇㄊㄨㄥˇ|地漏 ㄉㄧˋㄌㄡˋ|下水道 ㄒㄧㄚˋㄕㄨㄟˇㄉㄠˋ|閥門 ㄈㄚˊㄇㄣˊ
軟管 ㄖㄨㄢˇㄍㄨㄢˇ|熱水器 ㄖㄜˋㄕㄨㄟˇㄑㄧˋ|空調 ㄎㄨㄥㄊㄧㄠˊ|燈泡 ㄉㄥㄆㄠˋ|開關 ㄎㄞㄍㄨㄢ|插座 ㄔㄚㄗㄨㄛˋ
門鎖 ㄇㄣˊㄙㄨㄛˇ|瓷磚 ㄘˊㄓㄨㄢ|保潔 ㄅㄠˇㄐㄧㄝˊ|家政 ㄐㄧㄚㄓㄥˋ|維修 ㄨㄟˊㄒㄧㄡ|上門 ㄕㄤˋㄇㄣˊ|客服 ㄎㄜˋㄈㄨˊ
廚房 ㄔㄨˊㄈㄤˊ|陽臺 ㄧㄤˊㄊㄞˊ|衛生間 ㄨㄟˋㄕㄥㄐㄧㄢ|車庫 ㄔㄜㄎㄨˋ|單元 ㄉㄢㄩㄢˊ|樓棟 ㄌㄡˊㄉㄨㄥˋ
房號 ㄈㄤˊㄏㄠˋ|業主 ㄧㄝˋㄓㄨˇ|門禁 ㄇㄣˊㄐㄧㄣˋ
"""

# Da Chien's keyboard: the schema takes its symbols by the Latin keys that they stand on.
BOPOMOFO_KEYS = dict(
    zip(
        "ㄅㄉˇˋㄓˊ˙ㄚㄞㄢㄦㄆㄊㄍㄐㄔㄗㄧㄛㄟㄣㄇㄋㄎㄑㄕㄘㄨㄜㄠㄤㄈㄌㄏㄒㄖㄙㄩㄝㄡㄥ",
        "1234567890-qwertyuiopasdfghjkl;zxcvbnm,./",
        strict=True,
    )
)
TONES = "ˊˇˋ˙"


def pinyin_words(traditional: bool) -> Iterator[tuple[str, str]]:
    """Each word with each of its codes."""
    for entry in _entries(_WORDS):
        simplified, other, *codes = entry.split()
        for code in codes:
            yield (other if traditional else simplified), code


def bopomofo_words() -> Iterator[tuple[str, str]]:
    """Each word by its symbols with and without tones."""
    for entry in _entries(_BOPOMOFO_WORDS):
        word, symbols = entry.split()
        codes = {"".join(BOPOMOFO_KEYS[symbol] for symbol in symbols if keep or symbol not in TONES) for keep in (0, 1)}
        for code in sorted(codes):
            yield word, code


def _entries(table: str) -> Iterator[str]:
    return (entry for entry in table.replace("\n", "|").split("|") if entry)
