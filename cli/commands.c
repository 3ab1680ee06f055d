#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "manual.h"

/* clang-format off */
const dc_command dc_command_table[DC_COMMAND_COUNT] = {
    {DC_COMMAND_CHECK, "check", "BOOK", 1, 1, dc_run_check,
     {"list every problem of the input, with a remedy",
      "列出数据的全部问题及处理办法"},
     {"BOOK is a directory (book.yaml, invoices.csv, payments.csv ...) or one CSV of invoices. "
      "Every problem is listed with file, line, column and what to do about it; then what was "
      "read, used and rejected, and what it is worth. Exit code 3 when there is any error.",
      "BOOK为账套目录（book.yaml、invoices.csv、payments.csv等）或单个发票CSV文件。"
      "逐条列出问题的文件、行、列及处理办法，并汇总读取、使用、拒绝的行数与金额。有错误时退出码为3。"},
     {"duecast check company", "duecast check invoices.csv --json"}},

    {DC_COMMAND_DEMO, "demo", "DIR", 1, 1, dc_run_demo,
     {"write a sample company to look at",
      "写出一个可供浏览的示例公司"},
     {"The sample company is made from a seed: the same seed writes the same bytes. Use it to look "
      "around, and as a pattern for a book of your own.",
      "示例公司由随机种子生成：相同种子得到完全相同的文件。可用来了解本程序，也可作为自建账套的样板。"},
     {"duecast demo company", "duecast demo large --invoices 1000000"}},

    {DC_COMMAND_FORECAST, "forecast", "BOOK", 1, 1, dc_run_forecast,
     {"simulate, compare scenarios, write the workbook",
      "模拟、比较情景、写出工作簿"},
     {"Learns how each customer pays, simulates receivables and cash under the baseline and every "
      "scenario with the same luck, prints a summary and writes each output asked for.",
      "学习每个客户的付款习惯，用相同的随机数模拟基准和各情景下的应收账款与现金，打印摘要并写出所需文件。"},
     {"duecast forecast company -s board -o report.xlsx",
      "duecast forecast invoices.csv -w late_payment:days=15 -o answer.json",
      "duecast forecast company --as-of 2026-06-28 --horizon 26w --currency EUR"}},

    {DC_COMMAND_MEASURE, "measure", "BOOK", 1, 1, dc_run_measure,
     {"every figure of the receivables, today and at past month ends",
      "应收账款的全部指标：今日与过去各月末"},
     {"Days of sales in all their forms, collection effectiveness, turnover, days to pay, "
      "concentration, ageing by due date and by issue date, and what of each month's sales is "
      "still open: at the last 24 month ends and the as-of date, or at any earlier day. "
      "'duecast metrics NAME BOOK' shows the numbers behind a figure.",
      "各种口径的DSO、催收有效指数、周转率、付款天数、集中度、按到期日与开票日的账龄、各月销售未收比例："
      "最近24个月末及截止日，或更早的任意日期。duecast metrics NAME BOOK 可查看某指标背后的数字。"},
     {"duecast measure company", "duecast measure company --at 2026-03-31 --by segment",
      "duecast measure company --months 36 --buckets 30,60,90,180 -o history.csv",
      "duecast measure company --json"}},

    {DC_COMMAND_LEARN, "learn", "BOOK", 1, 1, dc_run_learn,
     {"what the ledger tells about how customers pay",
      "从账套看客户如何付款"},
     {"Says in words and numbers what was learnt: the portfolio, payer types, segments and the "
      "customers who owe most, and where history is too thin. --customer names one customer "
      "(exit code 4 when it has no history).",
      "用文字和数字说明习得的内容：组合、付款类型、分部与欠款最多的客户，并指出历史不足之处。"
      "--customer 只看一个客户（无历史时退出码为4）。"},
     {"duecast learn company", "duecast learn company --customer C001 --json"}},

    {DC_COMMAND_WHATIF, "whatif", "BOOK [LEVER]...", 1, DC_OPERANDS_ANY, dc_run_whatif,
     {"the difference a lever makes, at once",
      "立即给出某个杠杆带来的差异"},
     {"All levers of one command form one scenario; -s adds others. A lever is "
      "NAME:key=value,key=value; see "
      "'duecast levers' for names, keys and ranges. Without a lever the book is read and "
      "learnt from once, and questions are read line by line: levers, or -s and a scenario; a "
      "line that begins with + adds to the question before, 'levers NAME' explains, '#' begins a "
      "comment, 'quit' or the end of the input ends.",
      "一条命令中的所有杠杆组成一个情景；-s可加入其他情景。杠杆写作 名称:键=值,键=值；名称、键和范围见 duecast levers。"
      "不带杠杆时只读取并学习一次账套，然后逐行读取问题：杠杆，或-s加情景；以+开头的行在上一问题上追加，"
      "levers NAME 给出说明，#开头为注释，quit或输入结束即退出。"},
     {"duecast whatif company late_payment:days=15",
      "duecast whatif company <questions.txt",
      "duecast whatif company late_payment:days=15,scope=segment:retail"}},

    {DC_COMMAND_DIFF, "diff", "BOOK A B", 3, 3, dc_run_diff,
     {"in which assumptions two scenarios differ",
      "两个情景的假设有何不同"},
     {"A and B are scenarios as -s takes them: a file, one of the book's, of the library, or a+b; "
      "or a lever in one word. Every assumption that differs is listed: '-' stands in A only, '+' "
      "in B only, '~' has another value. Nothing is simulated.",
      "A、B为情景，写法同-s：文件、账套内或内置情景，或a+b；也可以是单个杠杆。逐条列出不同的假设："
      "“-”仅在A中，“+”仅在B中，“~”为取值不同。不作模拟。"},
     {"duecast diff company late-15 late-15+terms-60",
      "duecast diff company late-15 late_payment:days=20"}},

    {DC_COMMAND_BACKTEST, "backtest", "BOOK", 1, 1, dc_run_backtest,
     {"how good past forecasts would have been on this ledger",
      "用本账套检验过去的预测有多准"},
     {"At each origin, a day of the past, only what was known then is used: habits are learnt "
      "anew, the claims open then are forecast for 13 weeks, and what came is scored - beside it "
      "the naive rules everybody uses, and the floor that chance alone sets. Exit code 4 when "
      "there is too little history, 1 when a limit of --fail-if is broken.",
      "在过去的每个起点，只用当日已知的信息：重新学习习惯，预测当时未结款项之后13周的回款，再与实际对照评分；"
      "并列出常用简单规则和由偶然性决定的误差下限。历史太少时退出码为4，触及--fail-if限值时为1。"},
     {"duecast backtest company", "duecast backtest company --every 28d -o accuracy.xlsx",
      "duecast backtest invoices.csv --from 2025-01-05 --to 2025-12-28",
      "duecast backtest company --fail-if 'coverage80<0.72'"}},

    {DC_COMMAND_WORKLIST, "worklist", "BOOK", 1, 1, dc_run_worklist,
     {"whom to chase first, what to do, and what it is worth",
      "先催谁、怎么催、价值多少"},
     {"Every claim that is overdue or due soon, grouped by customer and ranked by what acting is "
      "worth: what it brings and loses if it is left alone, the next stage of the dunning "
      "calendar, and the value of waiting, a contact, a plan, a concession, a third party, the "
      "insurer, the court or a write-off. Settings are the key collection of book.yaml. "
      "--notices DIR writes letters to customers instead, in English or Chinese, as text and HTML; "
      "--plan CUSTOMER works out instalments and what they are worth. Nothing is sent. A decision "
      "aid, not legal advice.",
      "列出每笔已逾期或即将到期的款项，按客户归组，以采取行动的价值排序：不处理时的回款与损失、催收日程的下一步，"
      "以及等待、联系、分期、让步、第三方、保险人、诉讼、核销各自的价值。设置见book.yaml的collection。"
      "--notices DIR改为生成中文或英文催收信函（文本与HTML）；--plan CUSTOMER测算分期方案及其价值。本程序不发送任何信函。"
      "本表为决策参考，不构成法律意见。"},
     {"duecast worklist company", "duecast worklist company --claim INV-005270",
      "duecast worklist company --notices letters",
      "duecast worklist company --plan C00002 --down 20% --instalments 6 -o plan.html"}},

    {DC_COMMAND_VARIANCE, "variance", "BOOK", 1, 1, dc_run_variance,
     {"a past forecast against what happened since", "将过去的预测与之后的实际对照"},
     {"--against names a forecast of this company that 'duecast forecast BOOK -o FORECAST.json' "
      "wrote a week or more ago. The difference of receipts and bills is split by customer and "
      "invoice into timing, amount, permanent, new and currency, which add up to it; several "
      "forecasts give the accuracy by lead time.",
      "--against 指定一周或更早以前由 duecast forecast BOOK -o FORECAST.json 写出的本公司预测。"
      "收款与账单的差异按客户与发票拆分为时间、金额、永久、新增、汇率五项，其和即为差异；"
      "给出多个预测时列出按提前期的准确度。"},
     {"duecast variance company --against forecast.json",
      "duecast variance company --against may.json --against june.json -o var.xlsx"}},

    {DC_COMMAND_LEVERS, "levers", "[NAME]", 0, 1, dc_run_levers,
     {"the levers: parameters, ranges, effects, sources", "杠杆一览：参数、范围、作用、出处"},
     {"Without NAME one line each; with NAME everything about that lever.",
      "不带NAME时每个杠杆一行；带NAME时给出该杠杆的全部说明。"},
     {"duecast levers", "duecast levers late_payment"}},

    {DC_COMMAND_METRICS, "metrics", "[NAME [BOOK]]", 0, 2, dc_run_metrics,
     {"the metrics: formulas, units, sources", "指标一览：公式、单位、出处"},
     {"Without NAME one line each; with NAME everything about that metric; with BOOK the numbers "
      "behind it on your own ledger, too.",
      "不带NAME时每个指标一行；带NAME时给出该指标的全部说明；再给出BOOK则列出本账套中该指标背后的数字。"},
     {"duecast metrics", "duecast metrics dso", "duecast metrics dso_countback company"}},

    {DC_COMMAND_FORMATS, "formats", "[NAME]", 0, 1, dc_run_formats,
     {"the file formats that can be read, and their columns", "可读取的文件格式及其列"},
     {"Formats are recognised by their header line; --format NAME decides where that fails.",
      "格式按表头自动识别；无法识别时用 --format NAME 指定。"},
     {"duecast formats", "duecast formats canonical"}},

    {DC_COMMAND_HELP, "help", "[COMMAND]", 0, 1, dc_run_help,
     {"show help for a command", "显示某命令的帮助"},
     {"Without COMMAND the list of commands and exit codes.", "不带COMMAND时列出全部命令和退出码。"},
     {"duecast help", "duecast help forecast"}},
};
/* clang-format on */

const dc_command *dc_command_find(const char *name)
{
    for (size_t i = 0; i < DC_COMMAND_COUNT; i++)
        if (strcmp(dc_command_table[i].name, name) == 0)
            return &dc_command_table[i];
    return NULL;
}

dc_status dc_run_help(const dc_cli_options *options)
{
    dc_language language = (dc_language)options->language;

    if (options->man)
        dc_manual_page(stdout);
    else if (options->completion)
        dc_manual_completion(stdout);
    else if (options->operands.count > 0 && !options->help)
        dc_manual_command(stdout, language, dc_command_find(options->operands.items[0]));
    else
        dc_manual_overview(stdout, language);
    return DC_OK;
}

dc_status dc_command_run(const dc_cli_options *options)
{
    dc_language language = (dc_language)options->language;

    if (options->version)
        puts("duecast " DUECAST_VERSION);
    else if (options->help && options->command)
        dc_manual_command(stdout, language, options->command);
    else if (options->help)
        dc_manual_overview(stdout, language);
    else if (!options->command)
        dc_manual_start(stdout, language);
    else
        return options->command->run(options);
    return DC_OK;
}
