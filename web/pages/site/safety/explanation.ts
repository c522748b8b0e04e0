/** What the service says of an item of SoS (docs/indicators.md). */
export type SosExplanation = {
  method: string;
  formula: string;
  profile: string;
  factors: {
    name: string;
    side: "over" | "under";
    input: number;
    x100: number;
    x80: number;
    factor: number;
  }[];
  score: number;
};

type Degrees = Record<string, number>;

/** What the service says of an item of ExSoS. */
export type ExSosExplanation = {
  method: string;
  formula: string;
  profile: string;
  samples: number;
  excluded: number;
  inputs: { name: string; mean: number; anchors: Degrees; degrees: Degrees }[];
  or: { degrees: Degrees; safety: number };
  worst: { degrees: Degrees; safety: number };
};
