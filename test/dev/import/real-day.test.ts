import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../../dev/settings.ts";
import { workplace } from "./support.ts";

/** The banks of site 2 on 2022-05-10, as their collectors stored them; it is not part of the project. */
const file = join(ROOT, "../shared/data/site2_bank_20220510.parquet");
const isThere = existsSync(file);
const skipped = isThere ? "" : " (skipped: ../shared/data/site2_bank_20220510.parquet is absent)";

describe.skipIf(!isThere)(`a real day of both banks of site 2${skipped}`, () => {
  const place = workplace();

  test("is imported whole, and the second time changes nothing", async () => {
    expect(await place.import(file)).toEqual({
      rows: 168_601,
      inserted: 168_601,
      updated: 0,
      unchanged: 0,
      repeated: 0,
    });
    const stored = await place.query(
      `select "BANK_ID" as bank, count(*)::int as rows,
        min("TIMESTAMP") = '2022-05-10T00:00+09:00' and max("TIMESTAMP") = '2022-05-11T00:00+09:00' as day,
        bool_and("MASTER_RACK_COMMUNICATION_FAULT" is json object) as json,
        bool_and("BANK_SOC" between 0 and 100) as charge
       from bank group by 1 order by 1`,
    );
    expect(stored).toEqual([
      { bank: 1, rows: 84_503, day: true, json: true, charge: true },
      { bank: 2, rows: 84_098, day: true, json: true, charge: true },
    ]);
    const before = await place.state();
    expect(await place.import(file)).toEqual({
      rows: 168_601,
      inserted: 0,
      updated: 0,
      unchanged: 168_601,
      repeated: 0,
    });
    expect(await place.state()).toEqual(before);
  });
});
