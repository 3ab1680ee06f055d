# Three customers, an invoice a week each for two years, paid 0 to 12 days after they are due.
BEGIN {
    print "invoice,customer,issued,due,amount,paid" > "invoices.csv"
    for (week = 0; week < 104; week++)
        for (c = 1; c <= 3; c++) {
            issued = 19904 + 7 * week # 2024-06-30 is day 19904
            due = issued + 30
            paid = due + (week * 7 + c * 5) % 13
            printf "I-%d-%d,C%d,%s,%s,%d.00,%s\n", week, c, c, day(issued), day(due),
                900 + (week * 37 + c * 211) % 400, paid <= 20629 ? day(paid) : "" > "invoices.csv"
        }
}
function day(n,    y, e, d, p, m) { # Hinnant, "chrono-compatible low-level date algorithms"
    n += 719468; e = int(n / 146097); d = n - e * 146097
    y = int((d - int(d / 1460) + int(d / 36524) - int(d / 146096)) / 365)
    d -= 365 * y + int(y / 4) - int(y / 100); p = int((5 * d + 2) / 153)
    m = p < 10 ? p + 3 : p - 9
    return sprintf("%04d-%02d-%02d", y + e * 400 + (m <= 2), m, d - int((153 * p + 2) / 5) + 1)
}
