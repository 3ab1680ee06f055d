# A company half of whose late customers promise a day, and then mostly pay on it.
function draw() { word = word * 16807 % 2147483647; return word / 2147483647 }
function date(day,   era, doe, yoe, doy, mp, d, m) { # days since 1970-01-01, as in dc_date
    day += 719468; era = int(day / 146097); doe = day - era * 146097
    yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365)
    doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100)); mp = int((5 * doy + 2) / 153)
    d = doy - int((153 * mp + 2) / 5) + 1; m = mp < 10 ? mp + 3 : mp - 9
    return sprintf("%04d-%02d-%02d", yoe + era * 400 + (m <= 2), m, d)
}
BEGIN {
    word = 4711; last = 19904 # 2024-06-30
    print "invoice,customer,issued,due,amount,paid" > "book/invoices.csv"
    print "customer,date,action,invoice,promised" > "book/actions.csv"
    for (issued = last - 900; issued <= last; issued++) {
        due = issued + 30; paid = promised = 0; hazard = 0.06
        id = sprintf("F%d,c%02d", issued, issued % 20)
        for (day = issued + 20; day <= last && !paid; day++) {
            chance = !promised ? hazard : day < promised ? 0.01 : day == promised ? 0.8 : 0.1
            if (draw() < chance) paid = day
            else if (!promised && day > due + 3 && draw() < 0.1) {
                promised = day + 8
                print "c" substr(id, index(id, ",") + 2) "," date(day) ",promise," \
                    substr(id, 1, index(id, ",") - 1) "," date(promised) > "book/actions.csv"
            }
        }
        print id "," date(issued) "," date(due) ",1000.00," (paid ? date(paid) : "") > "book/invoices.csv"
    }
}
