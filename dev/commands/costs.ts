import { costTable, FIVE_YEARS, SIZES } from "../costs/costs.ts";
import { main } from "../terminal.ts";

/** `npm run costs`: prints the tables of docs/operations.md and docs/scale.md. Prices are in dev/costs/prices.ts, assumptions in size.ts. */
await main(async () => console.log(`${costTable(SIZES)}\n\n${costTable(FIVE_YEARS)}`));
