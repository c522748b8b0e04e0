/** Database that has the migrations of one of the service's databases and no rows. */
export const emptyTemplate = (database: string): string => `empty_${database}`;

/** The same with the simulated days of `demo.ts`. */
export const filledTemplate = (database: string): string => `filled_${database}`;
