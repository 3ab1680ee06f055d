# A customer that pays a week after the due date, and one with two invoices just overdue.
BEGIN {
    print "invoice,customer,issued,due,amount,paid" > "book/invoices.csv"
    for (month = 1; month <= 17; month++)
        printf "A-%d,adler,%s-01,%s-28,100.00,%s\n", month, of(month), of(month), of(month + 1) "-04" > "book/invoices.csv"
    print "B-1,bach,2026-05-21,2026-06-20,1000.00," > "book/invoices.csv"
    print "B-2,bach,2026-05-23,2026-06-22,1000.00," > "book/invoices.csv"
    print "currency: EUR\nas_of: 2026-06-30" > "book/book.yaml"
}
function of(month) {
    return sprintf("%d-%02d", 2025 + int((month - 1) / 12), (month - 1) % 12 + 1)
}
