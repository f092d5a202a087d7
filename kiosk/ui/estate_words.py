"""The estate's words for the keyboard: most of them a general dictionary puts behind others, or does not know.

Owns the words and the codes they are typed with. Pure. Called by ``kiosk.ui.pinyin`` when it writes the settings of the
input method.
"""

from __future__ import annotations

from collections.abc import Iterator

# Simplified, traditional, all syllables; and their first letters where these are not a common syllable themselves.
_WORDS = """
报修 報修 bao'xiu bx|物业 物業 wu'ye|物业费 物業費 wu'ye'fei wyf|漏水 漏水 lou'shui|滴水 滴水 di'shui
渗水 滲水 shen'shui|停水 停水 ting'shui|停电 停電 ting'dian|跳闸 跳閘 tiao'zha tz|断电 斷電 duan'dian
堵塞 堵塞 du'se|水管 水管 shui'guan|水龙头 水龍頭 shui'long'tou slt|马桶 馬桶 ma'tong|洗脸盆 洗臉盆 xi'lian'pen xlp
地漏 地漏 di'lou|下水道 下水道 xia'shui'dao xsd|阀门 閥門 fa'men|软管 軟管 ruan'guan|热水器 熱水器 re'shui'qi rsq
抽油烟机 抽油煙機 chou'you'yan'ji cyyj|空调 空調 kong'tiao kt|灯泡 燈泡 deng'pao|开关 開關 kai'guan
插座 插座 cha'zuo|电路 電路 dian'lu|门锁 門鎖 men'suo|门窗 門窗 men'chuang|玻璃 玻璃 bo'li|瓷砖 瓷磚 ci'zhuan
墙面 牆面 qiang'mian|保洁 保潔 bao'jie|家政 家政 jia'zheng|维修 維修 wei'xiu|上门 上門 shang'men|客服 客服 ke'fu
主卧 主臥 zhu'wo|次卧 次臥 ci'wo|卫生间 衛生間 wei'sheng'jian wsj|厨房 廚房 chu'fang|阳台 陽臺 yang'tai
客厅 客廳 ke'ting|车库 車庫 che'ku|花园 花園 hua'yuan|单元 單元 dan'yuan|楼栋 樓棟 lou'dong|房号 房號 fang'hao
业主 業主 ye'zhu|门禁 門禁 men'jin|请帮我 請幫我 qing'bang'wo|请派人 請派人 qing'pai'ren|堵了 堵了 du'le
水槽 水槽 shui'cao|外机 外機 wai'ji|反味 反味 fan'wei|点不着 點不著 dian'bu'zhao|关不严 關不嚴 guan'bu'yan
门禁卡 門禁卡 men'jin'ka|太吵 太吵 tai'chao|及时 及時 ji'shi|钥匙 鑰匙 yao'shi|水压 水壓 shui'ya|读数 讀數 du'shu
树枝 樹枝 shu'zhi|修剪 修剪 xiu'jian|充电桩 充電樁 chong'dian'zhuang|账上 賬上 zhang'shang|记账 記賬 ji'zhang
儿童房 兒童房 er'tong'fang|院子 院子 yuan'zi|漏雨 漏雨 lou'yu|壁炉 壁爐 bi'lu|浴霸 浴霸 yu'ba|新风 新風 xin'feng
新风系统 新風系統 xin'feng'xi'tong|烟感 煙感 yan'gan|外卖员 外賣員 wai'mai'yuan|快递员 快遞員 kuai'di'yuan
蚊子 蚊子 wen'zi|消杀 消殺 xiao'sha|滑梯 滑梯 hua'ti|浇花 澆花 jiao'hua|放行 放行 fang'xing|挪车 挪車 nuo'che
走失 走失 zou'shi|捡到 撿到 jian'dao|川菜馆 川菜館 chuan'cai'guan|代订 代訂 dai'ding|清运 清運 qing'yun
停车证 停車證 ting'che'zheng|封窗 封窗 feng'chuang|加氟 加氟 jia'fu|不亮 不亮 bu'liang|首问 首問 shou'wen
西区 西區 xi'qu|大堂 大堂 da'tang|礼宾 禮賓 li'bin|代叫 代叫 dai'jiao|叫醒 叫醒 jiao'xing|分机 分機 fen'ji
加急 加急 jia'ji|样稿 樣稿 yang'gao|押金条 押金條 ya'jin'tiao|客服部 客服部 ke'fu'bu|保安部 保安部 bao'an'bu
绿化部 綠化部 lv'hua'bu|经理 經理 jing'li|车库门 車庫門 che'ku'men|白蚁 白蟻 bai'yi
可视对讲 可視對講 ke'shi'dui'jiang|智能锁 智能鎖 zhi'neng'suo|指纹锁 指紋鎖 zhi'wen'suo|壁挂炉 壁掛爐 bi'gua'lu
分水器 分水器 fen'shui'qi|止回阀 止回閥 zhi'hui'fa|三角阀 三角閥 san'jiao'fa|角阀 角閥 jiao'fa
淋浴房 淋浴房 lin'yu'fang|爆了 爆了 bao'le
"""

# Typed by themselves the dictionary offers what is usual; in a sentence it would take these apart.
_IN_SENTENCES = """
物业公司 物業公司 wu'ye'gong'si|物业办 物業辦 wu'ye'ban|服务中心 服務中心 fu'wu'zhong'xin
交物业费 交物業費 jiao'wu'ye'fei|停车费 停車費 ting'che'fei|停车位 停車位 ting'che'wei|车位 車位 che'wei
地库 地庫 di'ku|地下车库 地下車庫 di'xia'che'ku|水表 水表 shui'biao|电表 電表 dian'biao|燃气表 燃氣表 ran'qi'biao
水费 水費 shui'fei|电费 電費 dian'fei|燃气 燃氣 ran'qi|保安 保安 bao'an|门岗 門崗 men'gang|岗亭 崗亭 gang'ting
巡逻 巡邏 xun'luo|监控 監控 jian'kong|围墙 圍牆 wei'qiang|路灯 路燈 lu'deng|声控灯 聲控燈 sheng'kong'deng
楼道 樓道 lou'dao|楼梯 樓梯 lou'ti|电梯 電梯 dian'ti|电梯间 電梯間 dian'ti'jian|垃圾桶 垃圾桶 la'ji'tong
绿化 綠化 lv'hua|绿化带 綠化帶 lv'hua'dai|草坪 草坪 cao'ping|游泳池 游泳池 you'yong'chi|会所 會所 hui'suo
快递柜 快遞櫃 kuai'di'gui|信箱 信箱 xin'xiang|装修 裝修 zhuang'xiu|装修押金 裝修押金 zhuang'xiu'ya'jin
出入证 出入證 chu'ru'zheng|搬家 搬家 ban'jia|要搬家 要搬家 yao'ban'jia|漏电 漏電 lou'dian|漏气 漏氣 lou'qi
漏了 漏了 lou'le|爆管 爆管 bao'guan|返水 返水 fan'shui|不转 不轉 bu'zhuan|不制冷 不製冷 bu'zhi'leng|不热 不熱 bu're
没电 沒電 mei'dian|没水 沒水 mei'shui|拧不动 擰不動 ning'bu'dong|打不开 打不開 da'bu'kai|关不上 關不上 guan'bu'shang
发霉 發霉 fa'mei|脱落 脫落 tuo'luo|松动 鬆動 song'dong|开裂 開裂 kai'lie|异响 異響 yi'xiang|噪音 噪音 zao'yin
扰民 擾民 rao'min|宠物 寵物 chong'wu|遛狗 遛狗 liu'gou|吊顶 吊頂 diao'ding|地暖 地暖 di'nuan|暖气 暖氣 nuan'qi
花洒 花灑 hua'sa|洗衣机 洗衣機 xi'yi'ji|洗碗机 洗碗機 xi'wan'ji|纱窗 紗窗 sha'chuang|窗户 窗戶 chuang'hu
把手 把手 ba'shou|门铃 門鈴 men'ling|密码锁 密碼鎖 mi'ma'suo|门把手 門把手 men'ba'shou|书房 書房 shu'fang
衣帽间 衣帽間 yi'mao'jian|地下室 地下室 di'xia'shi|露台 露臺 lu'tai|屋顶 屋頂 wu'ding|外墙 外牆 wai'qiang
天花板 天花板 tian'hua'ban|地板 地板 di'ban|七点 七點 qi'dian|十点 十點 shi'dian|四点 四點 si'dian|八点 八點 ba'dian
几点 幾點 ji'dian|号楼 號樓 hao'lou|单元门 單元門 dan'yuan'men|请保洁 請保潔 qing'bao'jie|请安排 請安排 qing'an'pai
请尽快 請盡快 qing'jin'kuai|维修师傅 維修師傅 wei'xiu'shi'fu|电工 電工 dian'gong|水电工 水電工 shui'dian'gong
管家 管家 guan'jia|业委会 業委會 ye'wei'hui|发票 發票 fa'piao|收据 收據 shou'ju|押金 押金 ya'jin|复印 複印 fu'yin
打印 打印 da'yin|列印 列印 lie'yin|复印件 複印件 fu'yin'jian|传真 傳真 chuan'zhen
会议室 會議室 hui'yi'shi|接送 接送 jie'song|代收 代收 dai'shou|家里没人 家裡沒人 jia'li'mei'ren
一栋 一棟 yi'dong|二栋 二棟 er'dong|三栋 三棟 san'dong
四栋 四棟 si'dong|五栋 五棟 wu'dong|六栋 六棟 liu'dong|七栋 七棟 qi'dong|八栋 八棟 ba'dong|九栋 九棟 jiu'dong
十栋 十棟 shi'dong|一单元 一單元 yi'dan'yuan|二单元 二單元 er'dan'yuan|三单元 三單元 san'dan'yuan
四单元 四單元 si'dan'yuan|五单元 五單元 wu'dan'yuan|六单元 六單元 liu'dan'yuan
"""

# Typed by themselves they come first; inside a sentence whoever stands here writes 读书 and 经历 as often.
_ONLY_ALONE = frozenset({"读数", "经理"})

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
    """Each word that comes first when it is typed by itself, with each of its codes."""
    for entry in _entries(_WORDS):
        simplified, other, *codes = entry.split()
        for code in codes:
            yield (other if traditional else simplified), code.replace("'", "")


def words_in_sentences(traditional: bool) -> Iterator[tuple[str, str]]:
    """Each word that a whole sentence is composed with, and its syllables, a blank between them."""
    for entry in _entries(_WORDS + _IN_SENTENCES):
        simplified, other, syllables, *_ = entry.split()
        if simplified not in _ONLY_ALONE:
            yield (other if traditional else simplified), syllables.replace("'", " ")


def bopomofo_words() -> Iterator[tuple[str, str]]:
    """Each word by its symbols with and without tones."""
    for entry in _entries(_BOPOMOFO_WORDS):
        word, symbols = entry.split()
        codes = {"".join(BOPOMOFO_KEYS[symbol] for symbol in symbols if keep or symbol not in TONES) for keep in (0, 1)}
        for code in sorted(codes):
            yield word, code


def _entries(table: str) -> Iterator[str]:
    return (entry for entry in table.replace("\n", "|").split("|") if entry)
