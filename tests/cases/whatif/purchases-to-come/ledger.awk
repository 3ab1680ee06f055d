# Two customers, an invoice a week each for two years, paid 0 to 12 days after they are due, one by
# an acceptance bill; a supplier's bill a week, paid on Thursdays.
BEGIN {
    print "invoice,customer,issued,due,amount,tax" > "invoices.csv"
    print "date,amount,invoice,kind,maturity" > "payments.csv"
    print "bill,supplier,issued,due,amount,category,paid" > "bills.csv"
    for (week = 0; week < 104; week++) {
        issued = 19904 + 7 * week # 2024-06-30 is day 19904
        for (c = 1; c <= 2; c++) {
            due = issued + 30
            paid = due + (week * 7 + c * 5) % 13
            amount = 900 + (week * 37 + c * 211) % 400
            printf "I-%d-%d,C%d,%s,%s,%d.00,%.2f\n", week, c, c, day(issued), day(due), amount,
                amount * 19 / 119 > "invoices.csv"
            if (paid <= 20629)
                printf "%s,%d.00,I-%d-%d,%s,%s\n", day(paid), amount, week, c,
                    week == 98 ? "bill" : "payment", week == 98 ? "2026-09-12" : "" > "payments.csv"
        }
        amount = 1000 + (week * 53) % 300
        printf "B-%d,steel,%s,%s,%d.00,materials,%s\n", week, day(issued), day(issued + 42), amount,
            issued + 46 <= 20629 ? day(issued + 46) : "" > "bills.csv"
    }
    print "line,date,month,amount,of_sales,every,until,delay" > "plan.csv"
    print "payroll,2026-07-08,,-2500.00,,month,2027-12-31," > "plan.csv"
    print "freight,,2026-06,0,4%,month,2027-12-31,14" > "plan.csv"
}
function day(n,    y, e, d, p, m) { # Hinnant, "chrono-compatible low-level date algorithms"
    n += 719468; e = int(n / 146097); d = n - e * 146097
    y = int((d - int(d / 1460) + int(d / 36524) - int(d / 146096)) / 365)
    d -= 365 * y + int(y / 4) - int(y / 100); p = int((5 * d + 2) / 153)
    m = p < 10 ? p + 3 : p - 9
    return sprintf("%04d-%02d-%02d", y + e * 400 + (m <= 2), m, d - int((153 * p + 2) / 5) + 1)
}
