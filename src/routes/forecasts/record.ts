import * as z from "zod";
import { HORIZONS } from "../../domain/forecast/model.ts";
import { REGIMES } from "../../domain/forecast/regime.ts";

const figure = (description: string) => z.number().nullable().meta({ description });

/** A track record: of a horizon, of one regime or of all. */
export const recordSchema = z
  .object({
    horizon_seconds: z.literal(HORIZONS),
    regime: z.enum(REGIMES).nullable().meta({ description: "null: of all" }),
    count: z.int().meta({ description: "Forecasts" }),
    mae: figure("Mean absolute error, in the unit of the target"),
    rmse: figure("Root mean square error"),
    bias: figure("Mean of forecast − what came"),
    persistence_mae: figure("Mean absolute error of persistence at the same origins"),
    skill: figure("1 − mae / persistence_mae"),
    coverage: figure("Part of what came that lay in the 90 % interval"),
    width: figure("Mean width of the interval"),
  })
  .meta({ id: "TrackRecord" });
