/* word_list.h - the message table: DC_WORD_ROW(name, English, Chinese).  Keep rows sorted by area;
 * Chinese terms follow the usage of Chinese accounting standards. */
/* clang-format off */
DC_WORD_ROW(DC_WORD_RECEIVABLES, "Receivables", "应收账款")
DC_WORD_ROW(DC_WORD_NOT_AVAILABLE, "n/a", "不适用")
DC_WORD_ROW(DC_WORD_NOTE, "note", "提示")
DC_WORD_ROW(DC_WORD_WARNING, "warning", "警告")
DC_WORD_ROW(DC_WORD_ERROR, "error", "错误")
DC_WORD_ROW(DC_WORD_COLON, ": ", "：") /* between a label and what it names */
/* clang-format on */
