import { useState } from "preact/hooks";
import { setKey } from "../api/session";
import { useText } from "../text";

const SHAPE = /^ess_[A-Za-z0-9]{8}_[A-Za-z0-9_-]{43}$/;

/** Sign-in form for an API key. */
export function SignIn({ isRefused }: { isRefused: boolean }) {
  const { common } = useText();
  const t = common.signIn;
  const [text, setText] = useState("");
  const [isWrong, setWrong] = useState(false);
  const fault = isWrong ? t.shape : isRefused ? t.refused : undefined;
  const submit = (event: Event) => {
    event.preventDefault();
    const key = text.trim();
    setWrong(!SHAPE.test(key));
    if (SHAPE.test(key)) setKey(key);
  };
  return (
    <main class="sign-in">
      <h1>ess-edge</h1>
      <form onSubmit={submit} class="card">
        <h2>{t.title}</h2>
        <p>{t.what}</p>
        <label class="field">
          <span>{t.key}</span>
          <input
            type="password"
            autocomplete="off"
            spellcheck={false}
            placeholder={t.example}
            value={text}
            aria-invalid={fault !== undefined}
            aria-describedby="sign-in-fault"
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p id="sign-in-fault" class="fault" role="alert">
          {fault}
        </p>
        <button type="submit" class="primary">
          {t.go}
        </button>
        <p class="quiet">{t.noKey}</p>
      </form>
    </main>
  );
}
