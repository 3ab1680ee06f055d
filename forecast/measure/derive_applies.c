/* Which metrics a book and a run have. */
#include "derive.h"

bool dc_derive_applies(const dc_deriving *d, dc_metric metric)
{
    switch (metric) {
    case DC_DAY_OF_SALES:
    case DC_INVENTORY:
    case DC_PAYABLES:
    case DC_TRADE_WCR:
    case DC_TRADE_WCR_DAYS:
    case DC_OPERATING_WCR:
    case DC_WCR_CASH:
    case DC_DIO:
    case DC_DPO:
    case DC_CCC: return d->today->value[metric].applicable;
    case DC_WRITTEN_OFF:
    case DC_RECOVERED: return d->today->value[metric].applicable || d->moved.losses;
    case DC_ALLOWANCE:
    case DC_BAD_DEBT_EXPENSE:
    case DC_BAD_DEBT_EXPENSE_PERIOD: return d->sampling->loss_rate != NULL;
    case DC_MEASURE_COSTS:
    case DC_SOLD: return d->samples->beside[0] != NULL;
    case DC_THIRD_PARTY_CASH:
    case DC_NET_CASH:
    case DC_CREDIT_RESULT:
        return d->samples->beside[0] != NULL &&
               !(d->indemnities_drawn && d->sampling->options->expected_only);
    case DC_DSO_UNSOLD: return d->samples->beside[0] != NULL && d->book->has_history;
    case DC_LOST_MARGIN: return d->moved.orders && dc_profit_applies(d, metric);
    case DC_DSO_WITH_BILLS:
        return d->today->value[metric].applicable || (d->moved.bills && d->book->has_history);
    case DC_DSO_WITH_SOLD: return d->today->value[metric].applicable;
    case DC_SALES_MARGIN:
    case DC_FINANCING_COST:
    case DC_PROFIT: return dc_profit_applies(d, metric);
    case DC_DSO:
    case DC_DSO_NOT_DUE:
    case DC_DSO_OVERDUE:
    case DC_DSO_COUNTBACK: /* a list of open items does not tell what was sold */
        return d->book->has_history;
    default: return true;
    }
}
