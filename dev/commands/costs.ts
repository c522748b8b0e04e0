import { costTable, FIVE_YEARS, SIZES } from "../costs/costs.ts";
import { main } from "../terminal.ts";

/** `npm run costs`: the tables of docs/deploy.md and docs/scale.md. Prices are in dev/costs/prices.ts, what is assumed in size.ts. */
await main(async () => console.log(`${costTable(SIZES)}\n\n${costTable(FIVE_YEARS)}`));
