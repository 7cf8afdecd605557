// Light or dark of a page that is the same for everybody, as the judge's app has it: what was chosen, else dark at night.

const NIGHT = { from: 20, to: 7 };
const [, chosen = "auto"] = /(?:^|; )theme=([^;]*)/.exec(document.cookie) ?? [];
const hour = new Date().getHours();

if (chosen !== "auto") document.documentElement.dataset.theme = chosen;
else if (hour >= NIGHT.from || hour < NIGHT.to) document.documentElement.dataset.theme = "dark";
