// Starts the app. The screens follow.

import { createEngine } from "./engine/index.js";

const engine = await createEngine();
document.getElementById("app").textContent = engine.status.phase;
