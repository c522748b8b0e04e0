/** Size and outcome of an answer, for the log and the audit; complete when its body has been sent. */
export type Tally = { rows?: number | undefined; bytes?: number | undefined; outcome?: string };
