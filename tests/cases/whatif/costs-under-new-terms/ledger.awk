# Six invoices of 1,000.00 a month for three years, due after 30 days and paid 45 days later; as many are planned.
BEGIN {
    print "invoice,customer,issued,due,amount,paid" > "book/invoices.csv"
    for (month = 0; month < 36; month++)
        for (day = 2; day <= 27; day += 5) {
            issued = day_of(2022, 7 + month, day)
            paid = issued + 75 > day_of(2025, 6, 30) ? "" : date(issued + 75)
            printf "A-%d-%d,adler,%s,%s,1000.00,%s\n", month, day, date(issued), date(issued + 30), paid > "book/invoices.csv"
        }
    print "currency: EUR\nas_of: 2025-06-30\ncalendar: none" > "book/book.yaml"
    print "line,amount,month,every,until,uncertainty\nsales,6000,2025-07,month,2027-12-31,0%" > "book/plan.csv"
}
# Days since 0000-03-01, and back.
function day_of(y, m, d) {
    y += int((m - 1) / 12)
    m = (m - 1) % 12 + 1
    if (m < 3) { y--; m += 12 }
    return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * (m - 3) + 2) / 5) + d - 1
}
function date(n,    y, m, d) {
    y = int((n + 0.5) / 365.2425)
    while (day_of(y, 3, 1) > n) y--
    while (day_of(y + 1, 3, 1) <= n) y++
    d = n - day_of(y, 3, 1)
    m = int((5 * d + 2) / 153)
    d -= int((153 * m + 2) / 5) - 1
    m += 3
    if (m > 12) { m -= 12; y++ }
    return sprintf("%d-%02d-%02d", y, m, d)
}
