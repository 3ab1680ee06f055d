/* The options, in the order help shows them: the question, reading, computing, telling. */
#include "commands.h"
#include "options.h"

#define ON(command) (1u << DC_COMMAND_##command)

enum {
    EVERY = (1u << DC_COMMAND_COUNT) - 1,
    RUNS = ON(FORECAST) | ON(WHATIF),
    READS = RUNS | ON(CHECK) | ON(MEASURE) | ON(LEARN) | ON(BACKTEST) | ON(METRICS) | ON(WORKLIST) |
            ON(DIFF) | ON(VARIANCE),
    WRITES = ON(FORECAST) | ON(BACKTEST) | ON(MEASURE) | ON(WORKLIST) | ON(VARIANCE),
    LISTS = ON(LEVERS) | ON(METRICS) | ON(FORMATS)
};

#define AT(field) offsetof(dc_cli_options, field)

/* clang-format off */
const dc_option dc_option_table[] = {
    {"as-of", 0, DC_OPTION_DATE, "DATE", READS, 0, 0, AT(as_of),
     {"last day of known facts, YYYY-MM-DD (default: from the book, else its newest date)",
      "截止日，YYYY-MM-DD（默认取账套设定，否则取数据中最新日期）"}},
    {"horizon", 0, DC_OPTION_HORIZON, "52w|26w|13w|DAYS", RUNS, 7, 731, AT(horizon_days),
     {"how far to look ahead, in weeks or days (default 52w)", "预测期，周或天（默认52w）"}},
    {"week-start", 0, DC_OPTION_CHOICE, "as-of|monday", RUNS, 0, 0, AT(week_start),
     {"weeks count from the as-of date, or begin on Mondays after a short first week",
      "周从截止日起算，或从周一开始（首周可能不足7天）"}},
    {"scenario", 's', DC_OPTION_LIST, "NAME", RUNS, 0, 0, AT(scenarios),
     {"add a scenario: a file, one of the book's, or of the library; a+b joins two, "
      "'all' takes the book's own, 'board' the board set; may be repeated",
      "加入情景：文件、账套内或内置情景；a+b合并两个，all为账套全部情景，board为董事会情景集；可重复"}},
    {"lever", 'w', DC_OPTION_LIST, "LEVER", ON(FORECAST), 0, 0, AT(levers),
     {"add a lever to the scenario 'what-if', as late_payment:days=15; may be repeated",
      "在情景what-if中加入杠杆，如 late_payment:days=15；可重复"}},

    {"rank", 0, DC_OPTION_TEXT, "METRIC", ON(FORECAST), 0, 0, AT(rank),
     {"order the scenarios by a figure of 'duecast metrics', best first, at the horizon or as "
      "dso@13w; also lowest_cash, line_at_95 ...",
      "按 duecast metrics 中的指标对情景排序（最优在前），取期末，或写作dso@13w；亦可用lowest_cash、line_at_95等"}},
    {"cash-floor", 0, DC_OPTION_TEXT, "AMOUNT", ON(FORECAST), 0, 0, AT(cash_floor),
     {"with --rank: scenarios whose lowest cash is below this in more than 5 % of futures are last",
      "与--rank合用：最低现金在超过5%的未来中低于该金额的情景排在最后"}},

    {"solve", 0, DC_OPTION_LIST, "GOAL", ON(WHATIF), 0, 0, AT(solve),
     {"at which value of a lever a figure reaches a target, as 'late_payment.days: lowest_cash=0' "
      "or 'credit_terms.sales in 0%..50%: net_cash_flow@13w-baseline=0'",
      "求杠杆参数取何值时指标达到目标，如 'late_payment.days: lowest_cash=0' 或 "
      "'credit_terms.sales in 0%..50%: net_cash_flow@13w-baseline=0'"}},

    {"from", 0, DC_OPTION_DATE, "DATE", ON(BACKTEST), 0, 0, AT(from),
     {"first origin, YYYY-MM-DD (default: 26 origins up to the last)",
      "首个起点，YYYY-MM-DD（默认：截至末个起点共26个）"}},
    {"to", 0, DC_OPTION_DATE, "DATE", ON(BACKTEST), 0, 0, AT(to),
     {"last origin, YYYY-MM-DD (default: the last with 4 complete weeks)",
      "末个起点，YYYY-MM-DD（默认：其后有4个完整周的最后一日）"}},
    {"every", 0, DC_OPTION_CHOICE, "7d|14d|28d", ON(BACKTEST), 0, 0, AT(every),
     {"days from origin to origin (default 7d)", "起点间隔天数（默认7d）"}},
    {"fail-if", 0, DC_OPTION_LIST, "METRIC>X", ON(BACKTEST), 0, 0, AT(fail_if),
     {"exit with code 1 when a score is above or below a limit, as 'coverage80<0.72' or "
      "'date_mae_days>9'; names as in --json; may be repeated",
      "某项得分高于或低于限值时以退出码1结束，如 'coverage80<0.72'、'date_mae_days>9'；名称同--json；可重复"}},
    {"at", 0, DC_OPTION_DATE, "DATE", ON(MEASURE) | ON(METRICS), 0, 0, AT(at),
     {"measure at the close of this day, YYYY-MM-DD, with all that is known (default: the as-of "
      "date)",
      "按该日日终计量，YYYY-MM-DD，使用全部已知信息（默认截止日）"}},
    {"months", 0, DC_OPTION_NUMBER, "N", ON(MEASURE), 1, 600, AT(months),
     {"how many month ends to look back (default 24)", "回看的月末数（默认24）"}},
    {"by", 0, DC_OPTION_CHOICE, "none|customer|segment|currency|country", ON(MEASURE), 0, 0,
     AT(by),
     {"tell the ageing apart", "账龄按此分列"}},
    {"buckets", 0, DC_OPTION_TEXT, "DAYS", ON(MEASURE), 0, 0, AT(buckets),
     {"last day of each ageing bucket, increasing (default 30,60,90,120)",
      "各账龄段的最后一天，递增（默认30,60,90,120）"}},
    {"bad-debts", 0, DC_OPTION_FLAG, NULL, ON(MEASURE), 0, 0, AT(bad_debts),
     {"also bad debts on the as-of date: loss rates, allowances by every method, expense by month "
      "(learns and simulates)",
      "另列截止日的坏账：损失率、各方法的坏账准备、逐月费用（需学习并模拟）"}},
    {"top", 0, DC_OPTION_NUMBER, "N", ON(WORKLIST), 1, 100000, AT(top),
     {"how many customers to show (default 10)", "显示的客户数（默认10）"}},
    {"claim", 0, DC_OPTION_TEXT, "INVOICE", ON(WORKLIST), 0, 0, AT(claim),
     {"one invoice in full: what each path is worth, wait or sue",
      "单张发票详情：各方案价值，等待还是起诉"}},
    {"within", 0, DC_OPTION_NUMBER, "DAYS", ON(WORKLIST), 1, 730, AT(within),
     {"rank by the cash that acting brings within so many days, not by present value",
      "按采取措施在若干天内带来的现金排序，而非按现值"}},
    {"only", 0, DC_OPTION_TEXT, "STEP,...", ON(WORKLIST), 0, 0, AT(only),
     {"weigh these steps only: remind, call, notice, plan, concession, third_party, insurer, sue, "
      "write_off",
      "仅权衡这些措施：remind, call, notice, plan, concession, third_party, insurer, sue, "
      "write_off"}},
    {"grades", 0, DC_OPTION_FLAG, NULL, ON(WORKLIST), 0, 0, AT(grades),
     {"also credit grades by behaviour, limits that follow, and orders to hold",
      "另列按行为评定的信用等级、相应限额与应暂停的订单"}},
    {"warnings", 0, DC_OPTION_FLAG, NULL, ON(WORKLIST), 0, 0, AT(warnings),
     {"also customers whose behaviour worsens, and how such warnings did in the past",
      "另列行为恶化的客户，以及此类预警过去的表现"}},
    {"record", 0, DC_OPTION_FILE, "FILE", ON(WORKLIST), 0, 0, AT(record),
     {"append what was decided, a CSV with the columns of actions.csv, to the book's record; all "
      "or nothing",
      "把已决定的行动（列同actions.csv的CSV文件）追加到账套催收记录；全部成功或全部不写"}},
    {"against", 0, DC_OPTION_FILES, "FORECAST", ON(VARIANCE), 0, 0, AT(against),
     {"a past forecast, written as .json; may be repeated", "过去的预测，.json文件；可重复"}},
    {"customer", 0, DC_OPTION_TEXT, "CUSTOMER", ON(LEARN), 0, 0, AT(customer),
     {"only this customer, by id or name", "只看该客户，按编号或名称"}},

    {"notices", 0, DC_OPTION_FILE, "DIR", ON(WORKLIST), 0, 0, AT(notices),
     {"write letters to customers into this folder, with their index letters.csv",
      "将催收信函及索引letters.csv写入该文件夹"}},
    {"stage", 0, DC_OPTION_CHOICE, "own|statement|reminder|notice|third_party", ON(WORKLIST), 0, 0,
     AT(letter),
     {"the same letter for every customer (default: each by its own stage)",
      "所有客户使用同一种信函（默认按各自阶段）"}},
    {"minimum", 0, DC_OPTION_TEXT, "AMOUNT", ON(WORKLIST), 0, 0, AT(minimum),
     {"customers that owe less get no letter, in the book currency (default: minimum of "
      "collection in book.yaml, or 25)",
      "欠款低于此金额（本位币）的客户不发函（默认取book.yaml的collection: minimum，否则25）"}},
    {"with-disputed", 0, DC_OPTION_FLAG, NULL, ON(WORKLIST), 0, 0, AT(with_disputed),
     {"ask for what is in dispute, too", "争议款项也一并催收"}},
    {"plan", 0, DC_OPTION_TEXT, "CUSTOMER", ON(WORKLIST), 0, 0, AT(plan),
     {"instalments for what this customer has overdue, by id or name; -o writes the agreement",
      "为该客户（编号或名称）的逾期款项测算分期方案；-o输出协议"}},
    {"down", 0, DC_OPTION_SHARE, "SHARE", ON(WORKLIST), 0, 9000, AT(down),
     {"first payment of a plan, of the total (default 30%)", "首付比例（默认30%）"}},
    {"instalments", 0, DC_OPTION_NUMBER, "N", ON(WORKLIST), 1, 36, AT(instalments),
     {"payments after the first (default 3)", "首付后的期数（默认3）"}},
    {"period", 0, DC_OPTION_CHOICE, "1m|1w|2w|4w|3m", ON(WORKLIST), 0, 0, AT(period),
     {"time from payment to payment (default 1m)", "每期间隔（默认1m）"}},
    {"first", 0, DC_OPTION_DATE, "DATE", ON(WORKLIST), 0, 0, AT(first),
     {"day of the first payment, YYYY-MM-DD (default: a week after the as-of date)",
      "首期付款日，YYYY-MM-DD（默认截止日后一周）"}},
    {"insurer-consents", 0, DC_OPTION_FLAG, NULL, ON(WORKLIST), 0, 0, AT(insurer_consents),
     {"the credit insurer has consented to plans of insured customers",
      "信用保险人已同意已投保客户的分期方案"}},

    {"format", 0, DC_OPTION_TEXT, "NAME", READS, 0, 0, AT(format),
     {"how the files are written, see 'duecast formats' (default: recognised)",
      "文件格式，见 duecast formats（默认自动识别）"}},
    {"currency", 0, DC_OPTION_CURRENCY, "CODE", READS, 0, 0, AT(currency),
     {"currency of the book, as EUR", "账套本位币，如CNY"}},
    {"rates", 0, DC_OPTION_FILE, "FILE", READS, 0, 0, AT(rates_file),
     {"exchange rates, also in the layout of the European Central Bank",
      "汇率文件，也可用欧洲央行格式"}},
    {"strict", 0, DC_OPTION_FLAG, NULL, READS, 0, 0, AT(strict),
     {"stop with exit code 3 when any row cannot be used", "任何一行不可用即以退出码3停止"}},
    {"drop-duplicates", 0, DC_OPTION_FLAG, NULL, READS, 0, 0, AT(drop_duplicates),
     {"leave out rows that stand twice, byte for byte", "剔除完全相同的重复行"}},

    {"engine", 0, DC_OPTION_CHOICE, "paths|expected", RUNS, 0, 0, AT(engine),
     {"simulate paths, or compute expectations only (fast, no probabilities)",
      "模拟路径，或只计算期望值（快，无概率）"}},
    {"paths", 0, DC_OPTION_NUMBER, "N", RUNS, 100, 1000000, AT(path_count),
     {"number of simulated futures (default 10,000)", "模拟路径数（默认10,000）"}},
    {"precision", 0, DC_OPTION_SHARE, "SHARE", RUNS, 1, 5000, AT(precision),
     {"as many paths as it takes until simulation error (95 %) of cash in 13 weeks and at the end, "
      "mean and P5, is within this share of the mean, as 1%; --paths is then the most",
      "增加路径，直至13周及期末现金的均值与P5的模拟误差（95%）不超过均值的该比例，如1%；此时--paths为上限"}},
    {"seed", 0, DC_OPTION_SEED, "N", RUNS | ON(BACKTEST) | ON(DEMO), 0, 0, AT(seed),
     {"where chance starts: same seed, same numbers (default 1)", "随机种子：相同种子结果相同（默认1）"}},
    {"threads", 0, DC_OPTION_NUMBER, "N", RUNS | ON(BACKTEST), 1, 256, AT(threads),
     {"threads to use (default: all processors); never changes a result",
      "线程数（默认全部处理器），不影响结果"}},
    {"memory-limit", 0, DC_OPTION_SIZE, "SIZE", RUNS, 16, 1u << 24, AT(memory_limit),
     {"refuse a run that would need more memory, as 2GiB (default: three quarters of the "
      "machine's)",
      "拒绝所需内存超过该值的运行，如2GiB（默认为本机内存的四分之三）"}},
    {"together", 0, DC_OPTION_CHOICE, "learnt|none", RUNS, 0, 0, AT(together),
     {"what is settled together, as learnt, or nothing: bands as if no customer paid several "
      "invoices in one run and no week were good or bad for all (default learnt)",
      "联动按学习结果，或假设毫无联动：如同客户从不集中付款、各周无整体好坏时的区间（默认learnt）"}},
    {"no-learn", 0, DC_OPTION_FLAG, NULL, RUNS, 0, 0, AT(no_learn),
     {"do not learn from the book's history; use the built-in habits", "不从历史学习，采用内置付款习惯"}},
    {"no-backtest", 0, DC_OPTION_FLAG, NULL, ON(FORECAST), 0, 0, AT(no_backtest),
     {"leave out the short backtest that tells how far to trust the forecast",
      "不运行用于说明可信度的简短回测"}},
    {"verify", 0, DC_OPTION_FLAG, NULL, RUNS, 0, 0, AT(verify),
     {"replay and check every identity of the result, and say so", "重放并核对结果的全部恒等式"}},

    {"output", 'o', DC_OPTION_FILES, "FILE", WRITES | ON(WHATIF), 0, 0, AT(outputs),
     {"write the answer: .xlsx a workbook, .html a page, .json, .csv a folder (backtest: .xlsx "
      "only; measure: .json, or .csv a file; worklist: .xlsx, .json, or .csv a file, "
      "the agreement of --plan .txt or .html); may be repeated",
      "输出结果：.xlsx工作簿，.html网页，.json，.csv为文件夹（回测仅.xlsx；计量为.json或.csv单个文件；"
      "工作清单为.xlsx、.json或.csv单个文件，--plan协议为.txt或.html）；可重复"}},
    {"detail", 0, DC_OPTION_CHOICE, "open|none|all", ON(FORECAST), 0, 0, AT(detail),
     {"which claims the workbook lists one by one on its sheet Data (default open)",
      "工作簿“明细”表逐笔列出哪些债权（默认为未结）"}},
    {"json", 0, DC_OPTION_FLAG, NULL, READS | LISTS, 0, 0, AT(json),
     {"write JSON to standard output instead of text", "标准输出改为JSON"}},
    {"invoices", 0, DC_OPTION_NUMBER, "N", ON(DEMO), 100, 10000000, AT(demo_invoices),
     {"size of the sample company's ledger (default: as shipped)", "示例公司的发票数（默认为随附规模）"}},
    {"man", 0, DC_OPTION_FLAG, NULL, ON(HELP), 0, 0, AT(man),
     {"write the manual page", "输出man手册页"}},
    {"completion", 0, DC_OPTION_FLAG, NULL, ON(HELP), 0, 0, AT(completion),
     {"write the completion script for bash", "输出bash补全脚本"}},

    {"lang", 0, DC_OPTION_LANGUAGE, "en|zh", EVERY, 0, 0, AT(language),
     {"language of all output (default en)", "输出语言（默认en）"}},
    {"color", 0, DC_OPTION_CHOICE, "auto|always|never", EVERY, 0, 0, AT(colour),
     {"colours: on a terminal only, always, or never", "颜色：仅终端、总是或从不"}},
    {"quiet", 'q', DC_OPTION_FLAG, NULL, EVERY, 0, 0, AT(quiet),
     {"no progress and no notes on standard error", "不显示进度和提示"}},
    {"help", 'h', DC_OPTION_FLAG, NULL, EVERY, 0, 0, AT(help),
     {"show this help", "显示帮助"}},
    {"version", 0, DC_OPTION_FLAG, NULL, EVERY, 0, 0, AT(version),
     {"show the version", "显示版本"}},
};
/* clang-format on */

const size_t dc_option_table_count = sizeof dc_option_table / sizeof dc_option_table[0];
