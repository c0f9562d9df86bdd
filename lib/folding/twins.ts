/**
 * Letters that differ by keyboard, country or year, although the name is the same. Matching replaces each with one
 * representative.
 */

/** Splits a list of pairs: a letter, and its representative. */
const pairsOf = (text: string): [string, string][] =>
  text
    .trim()
    .split(/\s+/)
    .map((pair) => {
      const [sign = "", other = ""] = [...pair];
      return [sign, other];
    });

/**
 * Variants of Arabic, Persian, Urdu and Kurdish keyboards. A final ة is often written ه, and ٱ is often written ا.
 */
const arabic = "ىي یي کك ھه ہه ەه ةه ۃه ٱا";

/** Variants in Japanese registers, and the forms from before 1946. */
const japanese = `髙高 﨑崎 嵜崎 邊辺 邉辺 齋斎 齊斉 澤沢 濱浜 濵浜 廣広 國国 德徳 惠恵 眞真 瀨瀬 槇槙 圡土 𠮷吉 嶌島 嶋島 櫻桜
  瀧滝 豐豊 條条 曾曽 會会 學学 實実 榮栄 淺浅 黑黒 黃黄 藏蔵 靜静 壽寿 關関 鐵鉄 橫横 增増 緖緒 桒桑 冨富 峯峰 凉涼 淸清 靑青
  彥彦 內内 將将 總総 吳呉`;

/** Simplified Chinese characters of the most frequent family and given names, with their representatives. */
const chinese = `无無 张張 刘劉 陈陳 杨楊 赵趙 吴呉 孙孫 马馬 罗羅 郑鄭 谢謝 许許 韩韓 冯馮 邓鄧 萧蕭 肖蕭 叶葉 苏蘇 吕呂 蒋蔣 贾賈 谭譚 邹鄒 陆陸
  阎閻 顾顧 龚龔 钱錢 汤湯 贺賀 赖賴 庞龐 颜顏 严嚴 钟鍾 卢盧 温溫 鲁魯 韦韋 齐斉 聂聶 闵閔 岳嶽 毕畢 骆駱 庄莊 华華 伟偉 丽麗
  军軍 红紅 兰蘭 凤鳳 龙龍 宝寶 宾賓 刚剛 贵貴 洁潔 玛瑪 宁寧 强強 庆慶 荣栄 润潤 胜勝 诗詩 顺順 涛濤 伦倫 维維 闻聞 晓曉 贤賢
  欢歡 轩軒 亚亞 艳艷 阳陽 义義 莹瑩 颖穎 云雲 泽沢 贞貞 广広 关関 万萬 东東 乐樂 书書 乔喬 习習 乌烏 乡鄉 仪儀 佥僉 俭儉 儿兒
  兴興 冈岡 则則 创創 劲勁 势勢 区區 单單 卫衛 厉厲 县縣 双雙 变變 启啟 员員 响響 团團 园園 圣聖 坚堅 坛壇 备備 头頭 奋奮 妈媽
  娄婁 娇嬌 实実 审審 宪憲 对對 寻尋 导導 岁歲 岛島 师師 帅帥 带帶 库庫 应應 开開 弥彌 征徵 怀懷 态態 怜憐 恒恆 恺愷 悦悅 惊驚
  战戰 扬揚 报報 择擇 敌敵 旷曠 昙曇 显顯 时時 晋晉 晖暉 术術 机機 杰傑 极極 枫楓 柠檸 标標 栋棟 树樹 桥橋 梦夢 楼樓 欧歐 汉漢
  沪滬 济濟 浓濃 涌湧 涧澗 渊淵 滨浜 潍濰 灵靈 灿燦 炜煒 烨燁 焕煥 爱愛 牵牽 犹猶 狮獅 玮瑋 环環 现現 珑瓏 琼瓊 画畫 畅暢 盖蓋
  盘盤 砚硯 础礎 礼禮 祎禕 祯禎 离離 稳穩 窦竇 竞競 笔筆 筑築 简簡 箫簫 粮糧 纪紀 纯純 纲綱 纳納 纬緯 练練 细細 织織 绍紹 经經
  结結 绣繡 继繼 绪緒 绮綺 绵綿 缘緣 聪聰 肃肅 胆膽 脉脈 腾騰 舰艦 艺藝 节節 芦蘆 苇葦 荫蔭 莲蓮 莱萊 萨薩 蓝藍 蚁蟻 见見 观觀
  觉覺 誉譽 计計 训訓 记記 讲講 论論 设設 评評 识識 词詞 诚誠 语語 谊誼 谦謙 谨謹 贝貝 财財 责責 质質 费費 资資 赞贊 赛賽 赢贏
  跃躍 车車 轮輪 辉輝 辽遼 达達 迈邁 运運 进進 远遠 连連 迟遲 选選 邝鄺 邬鄔 酝醞 鉴鑒 钊釗 钦欽 钧鈞 铁鉄 铃鈴 铭銘 锋鋒 锐銳
  锦錦 键鍵 镇鎮 镜鏡 长長 门門 闪閃 间間 阁閣 队隊 阵陣 际際 隐隱 雾霧 韵韻 顶頂 项項 须須 领領 频頻 题題 风風 飞飛 饶饒 馆館
  驰馳 驾駕 骁驍 骄驕 骏駿 鱼魚 鲍鮑 鸣鳴 鸿鴻 鹏鵬 鹤鶴 鹰鷹 麦麥 龄齡`;

/** Pairs of letters that Yiddish writes as one character. */
const hebrew: [string, string][] = [
  ["ײ", "יי"],
  ["ױ", "וי"],
  ["װ", "וו"],
];

/** Rows of seven Amharic letters that sound the same: each row, and its representative. */
const ethiopicRows = [
  ["ሐ", "ሀ"],
  ["ኀ", "ሀ"],
  ["ሠ", "ሰ"],
  ["ዐ", "አ"],
  ["ፀ", "ጸ"],
] as const;
const vowels = 7;

function ethiopic(): [string, string][] {
  const code = (letter: string) => letter.codePointAt(0) ?? 0;
  const rows = ethiopicRows.flatMap(([row, other]) =>
    Array.from({ length: vowels }, (_, at): [string, string] => [
      String.fromCodePoint(code(row) + at),
      String.fromCodePoint(code(other) + at),
    ]),
  );
  // The first and the fourth vowel of these two rows sound the same.
  const long = new Map([
    ["ሃ", "ሀ"],
    ["ኣ", "አ"],
  ]);
  return [...rows.map(([from, to]): [string, string] => [from, long.get(to) ?? to]), ...long];
}

const twins = new Map([...hebrew, ...[arabic, japanese, chinese].flatMap(pairsOf), ...ethiopic()]);

/** The distance between a hiragana letter and its katakana counterpart. */
const kana = "ァ".charCodeAt(0) - "ぁ".charCodeAt(0);

/**
 * Replaces each letter of a text in capitals with its representative. The Armenian `և` becomes `ԵՎ`, as in today's
 * spelling.
 */
export const withTwins = (text: string): string =>
  [...text]
    .map((letter) => twins.get(letter) ?? letter)
    .join("")
    .replaceAll(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + kana))
    .replaceAll("ԵՒ", "ԵՎ");
