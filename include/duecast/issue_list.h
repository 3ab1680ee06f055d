/* issue_list.h - every problem the program can report:
 * DC_ISSUE_ROW(kind, severity, English, English remedy, Chinese, Chinese remedy).
 * Messages are lower case without a full stop, the subject in quotes; a remedy may be "". */
/* clang-format off */
DC_ISSUE_ROW(DC_ISSUE_FILE_MISSING, DC_ERROR, "cannot open '{0}': {1}", "check the path and its permissions", "无法打开“{0}”：{1}", "请检查路径和权限")
/* a CSV file and its columns */
DC_ISSUE_ROW(DC_ISSUE_FILE_EMPTY, DC_ERROR, "'{0}' holds no rows", "export it again, with its header line", "“{0}”没有任何数据行", "请连同标题行重新导出")
DC_ISSUE_ROW(DC_ISSUE_BAD_ENCODING, DC_ERROR, "the text is not valid {0}", "save the file as UTF-8", "文本不是有效的{0}编码", "请将文件另存为UTF-8")
DC_ISSUE_ROW(DC_ISSUE_COLUMN_MISSING, DC_ERROR, "no column '{0}'; found '{1}'", "add the column or choose a layout: duecast formats", "缺少列“{0}”；现有列为“{1}”", "请补上该列，或选择版式：duecast formats")
DC_ISSUE_ROW(DC_ISSUE_COLUMN_TWICE, DC_ERROR, "column '{0}' stands twice", "rename or remove one of the two", "列“{0}”出现两次", "请重命名或删除其中一列")
DC_ISSUE_ROW(DC_ISSUE_COLUMN_UNUSED, DC_NOTE, "column '{0}' is not used", "", "列“{0}”未使用", "")
DC_ISSUE_ROW(DC_ISSUE_FIELD_COUNT, DC_ERROR, "the row has {0} fields, the header has {1}", "put quotes around fields that contain the separator", "该行有{0}个字段，标题行有{1}个", "含分隔符的字段请加引号")
DC_ISSUE_ROW(DC_ISSUE_QUOTE_OPEN, DC_ERROR, "a quoted field is never closed", "close the quote or double it inside the field", "引号未闭合", "请补上引号；字段内的引号请写两次")

/* one cell; {0} is the column, {1} the cell */
DC_ISSUE_ROW(DC_ISSUE_CELL_EMPTY, DC_ERROR, "{0} is empty", "", "{0}为空", "")
DC_ISSUE_ROW(DC_ISSUE_BAD_DATE, DC_ERROR, "{0} '{1}' is not a date", "write dates as YYYY-MM-DD", "{0}“{1}”不是日期", "日期请写成YYYY-MM-DD")
DC_ISSUE_ROW(DC_ISSUE_IMPOSSIBLE_DATE, DC_ERROR, "{0} '{1}' does not exist", "write dates as YYYY-MM-DD; {2} has {3} days", "{0}“{1}”不存在", "日期请写成YYYY-MM-DD；{2}只有{3}天")
DC_ISSUE_ROW(DC_ISSUE_AMBIGUOUS_DATES, DC_ERROR, "the dates of column '{0}' may be day-first or month-first", "write dates as YYYY-MM-DD or name the layout with --format", "列“{0}”的日期无法判断日在前还是月在前", "请写成YYYY-MM-DD，或用--format指定版式")
DC_ISSUE_ROW(DC_ISSUE_BAD_AMOUNT, DC_ERROR, "{0} '{1}' is not an amount", "write amounts as 1234.56", "{0}“{1}”不是金额", "金额请写成1234.56")
DC_ISSUE_ROW(DC_ISSUE_SURPLUS_DECIMALS, DC_ERROR, "{0} '{1}' has more decimals than {2}", "round it at the source or correct the currency", "{0}“{1}”的小数位多于{2}允许的位数", "请在来源处取整或更正币种")
DC_ISSUE_ROW(DC_ISSUE_AMOUNTS_ROUNDED, DC_WARNING, "{0} amounts were rounded to the minor unit: they differ from it by less than a millionth", "", "{0}个金额已取整到最小货币单位：与之相差不足百万分之一", "")
DC_ISSUE_ROW(DC_ISSUE_AMOUNT_TOO_LARGE, DC_ERROR, "{0} '{1}' has more than 15 digits", "check the decimal sign of the column", "{0}“{1}”超过15位数字", "请检查该列的小数点")
DC_ISSUE_ROW(DC_ISSUE_BAD_NUMBER, DC_ERROR, "{0} '{1}' is not a number", "", "{0}“{1}”不是数字", "")
DC_ISSUE_ROW(DC_ISSUE_OUT_OF_RANGE, DC_ERROR, "{0} '{1}' is out of range", "allowed is {2} to {3}", "{0}“{1}”超出范围", "允许范围为{2}至{3}")
DC_ISSUE_ROW(DC_ISSUE_BAD_CHOICE, DC_ERROR, "{0} '{1}' is unknown", "choose one of: {2}", "{0}“{1}”无法识别", "可选值：{2}")
DC_ISSUE_ROW(DC_ISSUE_BAD_CURRENCY, DC_ERROR, "currency '{0}' is unknown", "write the three letters of ISO 4217, such as EUR", "币种“{0}”无法识别", "请写ISO 4217三字母代码，如CNY")
DC_ISSUE_ROW(DC_ISSUE_BAD_TERMS, DC_ERROR, "terms '{0}' are not understood", "write for example: net 30, 45 EOM, EOM 10, prox 15, COD", "付款条件“{0}”无法识别", "写法示例：net 30、45 EOM、EOM 10、prox 15、COD")

/* a YAML file */
DC_ISSUE_ROW(DC_ISSUE_YAML_SYNTAX, DC_ERROR, "not valid YAML: {0}", "", "不是有效的YAML：{0}", "")
DC_ISSUE_ROW(DC_ISSUE_YAML_KEY_UNKNOWN, DC_ERROR, "unknown key '{0}'", "known keys: {1}", "未知的键“{0}”", "可用的键：{1}")
DC_ISSUE_ROW(DC_ISSUE_YAML_KEY_TWICE, DC_ERROR, "key '{0}' stands twice", "remove one of the two", "键“{0}”出现两次", "请删除其中一个")
DC_ISSUE_ROW(DC_ISSUE_YAML_KEY_MISSING, DC_ERROR, "key '{0}' is missing", "", "缺少键“{0}”", "")
DC_ISSUE_ROW(DC_ISSUE_YAML_KIND, DC_ERROR, "'{0}' must be {1}", "", "“{0}”必须是{1}", "")
/* clang-format on */
