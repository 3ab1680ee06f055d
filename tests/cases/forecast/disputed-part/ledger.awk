# Forty customers: whole disputes are settled 60 days after the rest; of the last invoice of each
# customer a fifth is disputed, which keeps from being paid what `blocks` says.
function day(n) { return sprintf("%d-%02d-%02d", 2023 + int(n / 336), int(n % 336 / 28) + 1, n % 28 + 1) }
BEGIN {
    print "invoice,customer,issued,due,amount,paid,disputed,disputed_amount,blocks"
    for (c = 0; c < 40; c++)
        for (i = 0; i < 40; i++) {
            at = 15 * i + c
            late = (i * 7 + c * 3) % 11 + (i % 4 == 3 ? 60 : 0)
            paid = at + 30 + late
            printf "%d-%02d,C%d,%s,%s,1000.00,%s,%s,,\n", c, i, c, day(at), day(at + 30),
                paid <= 600 ? day(paid) : "", i % 4 == 3 ? "yes" : "no"
        }
    for (c = 0; c < 40; c++)
        printf "%d-last,C%d,%s,%s,1000.00,,yes,200.00,%s\n", c, c, day(595), day(625), blocks
}
