/*
 * parts.h - part payments, for telling: in the law each unit of money counts by itself (counts.h).
 */
#ifndef DC_LEARN_PARTS_H
#define DC_LEARN_PARTS_H

#include "duecast/model.h"

dc_parts dc_parts_learn(const dc_book *book);

#endif
