import type { Component, Text } from "../../site/site.ts";
import { DIGITS, PREFIXES } from "./identifier.ts";
import type { Policy } from "./policy.ts";

/** How names were treated, for those who receive the data: everything but the mapping. */
export type Description = {
  mode: Policy["mode"] | null;
  algorithm: string | null;
  version: string | null;
  /** Hexadecimal digits after the prefix. */
  identifier_length: number | null;
  prefixes: Record<Component, string>;
  summary: Text;
  protected: Text[];
  not_protected: Text[];
};

/** @param policy undefined where none is configured */
export function describePolicy(policy: Policy | undefined): Description {
  const words = policy ? WORDS[policy.mode] : NONE;
  return {
    mode: policy?.mode ?? null,
    algorithm: policy ? ALGORITHMS[policy.mode] : null,
    version: policy?.mode === "keyed" ? policy.version : null,
    identifier_length: policy ? DIGITS[policy.mode] : null,
    prefixes: PREFIXES,
    ...words,
  };
}

type Words = Pick<Description, "summary" | "protected" | "not_protected">;

const ALGORITHMS: Record<Policy["mode"], string> = { plain: "SHA-256", keyed: "HMAC-SHA-256" };

const VALUES: Text = {
  ko: "값과 시각은 바꾸지 않습니다. 다른 자료와 값을 비교하면 컬럼을 알아낼 수 있습니다",
  en: "Values and times are not altered: who has other data of the site can recognise a column by its values",
};
const PLACES: Text = {
  ko: "사이트, 뱅크, 랙 번호와 민감하지 않은 컬럼의 이름",
  en: "The numbers of sites, banks and racks, and the names of columns that are not sensitive",
};
const TYPES: Text = {
  ko: "컬럼의 자료형, 객체에 든 항목의 수와 민감한 컬럼의 수. 숨긴 컬럼 가운데 하나뿐인 객체나 하나뿐인 실수 컬럼은 자료형만으로 알아낼 수 있습니다",
  en: "The type of a column, the number of entries of an object, and the number of sensitive columns. A hidden column that is the only object or the only float among the hidden ones is identified by its type",
};
const THRESHOLDS: Text = {
  ko: "같은 응답의 다른 컬럼에 따라 정해지는 컬럼. 예를 들어 과전압 플래그는 셀 전압에 기준값 하나만 적용해도 알아낼 수 있습니다",
  en: "Columns that follow from a visible column of the same answer. For example, one threshold on the cell voltage identifies the over-voltage flag",
};
const OMISSION: Text = {
  ko: "이러한 컬럼까지 보호하려면 서비스 운영자가 DEID_OMIT 설정으로 해당 컬럼을 빼야 합니다",
  en: "To protect such columns, the operator of the service leaves them out with the setting DEID_OMIT",
};

const WORDS: Record<Policy["mode"], Words> = {
  keyed: {
    summary: {
      ko: "고장, 경고, 보호 및 그 밖의 이상 상태를 나타내는 컬럼의 이름을 비밀 키로 만든 식별자로 바꾸었습니다. 키가 없으면 공개된 컬럼 이름을 모두 알아도 식별자를 계산할 수 없습니다. 버전, 사이트, 구성 요소가 다르면 식별자도 달라 서로 연결할 수 없습니다.",
      en: "Names of columns that tell of faults, warnings, protection and other abnormal states are replaced by identifiers made with a secret key. Without it nobody can compute them, even from the public list of all names. Releases with different versions, and different sites and components, share no identifier and cannot be joined by them.",
    },
    protected: [
      { ko: "민감한 컬럼의 이름", en: "The names of sensitive columns" },
      {
        ko: "컬럼의 순서: 민감한 컬럼은 식별자 순으로 맨 뒤에 옵니다",
        en: "Their order: they come last, sorted by identifier",
      },
      {
        ko: "객체 값 안의 이름(랙, 모듈): 같은 방식의 식별자로 바꾸고 식별자 순으로 놓습니다. 안에 든 객체와 목록은 null이 됩니다",
        en: "Names inside object values (racks, modules): replaced and sorted in the same way; an object or list within becomes null",
      },
    ],
    not_protected: [VALUES, PLACES, TYPES, THRESHOLDS, OMISSION],
  },
  plain: {
    summary: {
      ko: "이름에 fault, warning, protection이 든 컬럼을 원래 플랫폼과 같은 식별자(이름의 SHA-256 앞 8자리)로 바꾸었습니다. 공개된 이름에서 누구나 계산할 수 있으므로 가명일 뿐 보호가 아닙니다.",
      en: "Columns with fault, warning or protection in their names have the identifiers of the original platform: the first 8 digits of the name's SHA-256. Anyone can compute them from the public names: they are labels, not protection.",
    },
    protected: [],
    not_protected: [
      {
        ko: "민감한 컬럼의 이름: 공개된 이름을 해시하면 식별자가 나오고, 순서도 원래와 같습니다",
        en: "The names of sensitive columns: hashing the public names gives the identifiers, and the order is the original's",
      },
      {
        ko: "fault, warning, protection이라는 말이 없는 이름의 이상 상태 컬럼",
        en: "Columns of abnormal states whose names have none of the three words",
      },
      { ko: "객체 값 안의 이름", en: "Names inside object values" },
      VALUES,
      PLACES,
      TYPES,
      THRESHOLDS,
      OMISSION,
    ],
  },
};

const NONE: Words = {
  summary: {
    ko: "이 서비스에는 비식별화가 설정되어 있지 않으며, 비식별 자료를 제공하지 않습니다.",
    en: "This service is not configured to de-identify and gives out no de-identified data.",
  },
  protected: [],
  not_protected: [],
};
