import { render } from "preact";
import { App } from "./app";
import { loadLanguage } from "./text";
import { applyTheme } from "./ui/theme";
import "./style/base.css";
import "./style/parts.css";

applyTheme();
const dictionary = await loadLanguage();
render(<App first={dictionary} />, document.getElementById("app") as HTMLElement);
