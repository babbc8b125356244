/* SPDX-License-Identifier: Apache-2.0 */
/* datasets.h - datasets, key spaces and tables of both uses, by number.
 *
 * The enums are the order of the declarations in datasets.c. */
#ifndef KH_CONTRACTOR_DATASETS_H
#define KH_CONTRACTOR_DATASETS_H

/* Key spaces.  Items of events and offences of tickets share one, so that the ticket a
 * rate adds is a repeat of a ticket written for the same offence. */
enum {
    SPACE_SUBJECT,
    SPACE_PROJECT,
    SPACE_ITEM,
    SPACE_EVENT,
    SPACE_TICKET,
    SPACE_ROLE,
    SPACE_UNIT,
    SPACE_COUNT
};

/* Datasets of a contractor instance, and of an assessor instance. */
enum { D_PROJECTS, D_DEDUCTIONS, D_TICKETS, D_SPOTCHECKS, D_COUNT };
enum { DA_PROJECTS, DA_VISITS, DA_FILINGS, DA_SPOTCHECKS, DA_COUNT };

/* Columns; the first of each is the subject, the second the project. */
enum { COL_SUBJECT, COL_PROJECT };
enum {
    PR_ROLE = 2,
    PR_UNIT,
    PR_CLASS,
    PR_STARTED,
    PR_ACCEPTED,
    PR_CAPITALISED,
    PR_FEE,
    PR_PUBLISHED,
    PR_COUNT
};
enum {
    DE_EVENT = 2,
    DE_ITEM,
    DE_DATE,
    DE_COUNT,
    DE_SEVERITY,
    DE_A,
    DE_B,
    DE_CAUSE,
    DE_APPEAL,
    DE_REVISION,
    DE_COLUMNS
};
enum { TI_TICKET = 2, TI_CLASS, TI_DATE, TI_OFFENCE, TI_REVISION, TI_COUNT };
enum { VI_VISIT = 2, VI_DATE, VI_BY, VI_REVISION, VI_COUNT };
enum { SP_DATE = 2, SP_SCORE, SP_COUNT };
enum { FI_UNIT = 1, FI_CYCLE, FI_FILED, FI_COUNT };

/* Labels, with 0 for none where a cell may be empty. */
enum { CAUSE_NONE, CAUSE_FORCE_MAJEURE, CAUSE_CUSTOMER, CAUSE_LAST = CAUSE_CUSTOMER };
enum { APPEAL_NONE, APPEAL_PENDING, APPEAL_GRANTED, APPEAL_REJECTED };
enum { SEVERITY_GENERAL, SEVERITY_SERIOUS };
enum { BY_CITY, BY_REGION };
enum { FROM_PROJECTS, FROM_DEDUCTIONS, FROM_SPOTCHECKS }; /* not_counted.dataset */
enum { SPOTCHECK_ONE = 100, SPOTCHECK_MOST = 10000 };     /* scores of spot checks */
enum { AB_SCALE = 4, AB_ONE = 10000 };                    /* quantities a and b of a rate */

/* Tables of a contractor instance, of an assessor instance, and their cells. */
enum { TABLE_TICKETS, TABLE_NOT_COUNTED, TABLE_RECONCILIATION, TABLE_COUNT };
enum { TABLE_FEW_VISITS, TABLE_A_COUNT };
enum {
    TC_PROJECT,
    TC_TICKET,
    TC_DATE,
    TC_CLASS,
    TC_OFFENCE,
    TC_REPEAT,
    TC_AMOUNT,
    TC_CHARGED,
    TC_OVERFLOW,
    TC_REASON,
    TC_COUNT
};
enum { NC_DATASET, NC_ID, NC_REASON, NC_ROWS, NC_COUNT };
enum { RC_PUBLISHED, RC_COMPUTED, RC_DIFFERENCE, RC_COUNT };
enum { FV_PROJECT, FV_ACCEPTED, FV_VISITS, FV_COUNT };

/* Why an event is not counted; labels of not_counted.reason. */
enum {
    COUNTED = -1,
    NOT_ASSESSED,
    NOT_KNOWN,
    NOT_OF_ROLE,
    NOT_LIABLE,
    NOT_UPHELD,
    NOT_QUANTIFIED,
    NOT_COUNT
};

#endif
