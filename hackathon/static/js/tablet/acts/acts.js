// What a judge does on the screens. Each act tells the engine, draws, and says what became of it.

import { givePledge } from "../engine/index.js";
import { missing } from "../model/rubric.js";
import { full } from "../model/times.js";
import { toEntry } from "../routes.js";
import { ask, say } from "../ui/dialog.js";
import { h, morph } from "../ui/dom.js";
import { language, pick, t } from "../ui/language.js";
import { scaleWords } from "../views/ballot/criterion.js";
import { LONGEST, readNotes } from "../views/ballot/notes.js";
import { readback, zoneOf } from "../views/parts.js";
import { codeForm, passwordLink } from "../views/sign-in.js";
import { gaps } from "../views/ballot/scoring.js";

export function actsOf(app) {
  return { ...marking(app), ...sealing(app), ...settling(app), ...leaving(app), ...sending(app), ...promising(app) };
}

// ---- marks and texts

function marking(app) {
  const { engine } = app;
  const edit = (entry, change) => engine.edit(app.round, entry, change);
  return {
    typed: (entry) => app.texts[entry] ?? {},
    scaleFault: (each) => t("scaleFault", { name: pick(each.name), scale: scaleWords(each.scale) }),

    mark(entry, key, mark) {
      delete app.texts[entry]?.[key];
      delete app.faults[key];
      edit(entry, { marks: { [key]: mark } });
      app.redraw();
    },

    /** What was typed stays as it was typed; only what is a mark of the scale is kept as one. */
    type(entry, each, text, { mark, fault }) {
      (app.texts[entry] ??= {})[each.key] = { text, fault };
      if (fault) app.faults[each.key] = app.scaleFault(each);
      else delete app.faults[each.key];
      edit(entry, { marks: { [each.key]: fault ? null : (mark ?? null) } });
      app.redraw();
    },

    draftText: (entry, name) => app.texts[entry]?.[`text ${name}`],

    /** Beyond the limit the text stays on screen, and the field says how much of it is not kept. */
    write(entry, name, text) {
      const letters = [...text];
      (app.texts[entry] ??= {})[`text ${name}`] = letters.length > LONGEST ? text : undefined;
      edit(entry, { [name]: letters.slice(0, LONGEST).join("") });
      app.redraw();
    },
  };
}

// ---- sealing

function sealing(app) {
  return {
    async seal(place) {
      app.faults = gaps(app, place);
      if (Object.keys(app.faults).length) return lookAt(app, Object.keys(app.faults)[0]);
      if ((await ask(sealQuestion(app, place, place.item.ballot))) !== "seal") return;
      const { ok, error } = (await app.engine.seal(app.round, place.item.entry)) ?? { ok: true };
      app.redraw();
      say(ok ? t("sealedNow", { team: place.item.name }) : t("notSealed"));
      if (!ok) app.faults = { seal: t(REFUSED[error] ?? "refusedEdit") };
      if (!ok) return app.redraw();
      document.querySelector(".acts .btn-main")?.focus();
    },

    async reopen(item) {
      await app.engine.reopen(app.round, item.entry);
      app.redraw();
      say(t("reopenedNow"));
      (document.querySelector(".criterion input:checked") ?? document.querySelector("main h1")).focus();
    },
  };
}

const REFUSED = { conflict: "conflictHere", recused: "recusedHere", "signed-out": "keptNobody" };

function lookAt(app, key) {
  app.redraw();
  const block = document.getElementById(`mark-${key}`);
  (block?.querySelector("input") ?? block)?.focus();
  block?.scrollIntoView({ block: "center" });
}

/** The read-back of all marks. */
function sealQuestion(app, { item, packet, state }, { marks, comment, note }) {
  const open = state === "open";
  const until = packet.closes_at
    ? t("mayReopenUntil", { time: full(packet.closes_at, zoneOf(packet), language()) })
    : t("mayReopen");
  const said = [open ? until : t("heldOnly"), app.status.online ? null : t("sealOffline")];
  return {
    title: t("sealTitle", { number: item.number, team: item.name }),
    body: [
      readback(packet.rubric.criteria, marks),
      readNotes(comment, note),
      h("p.small.muted", said.filter(Boolean).join(" ")),
    ],
    actions: [
      { value: "", words: t("lookAgain"), first: true },
      { value: "seal", words: t(open ? "sealNow" : "sendHeld"), kind: ".btn-main" },
    ],
  };
}

// ---- conflicts and recusals

function settling(app) {
  return {
    picks: (entry, defaults) => ({ ...defaults, ...app.picked[entry] }),

    choose(entry, keys, at) {
      app.picked[entry] = { ...app.picked[entry], ...Object.fromEntries(keys.map((key) => [key, at])) };
      app.faults = {};
      app.redraw();
    },

    async settle(place, { open, content }, sealed) {
      const gap = sealed ? missing(place.packet.rubric.criteria, content.marks) : [];
      app.faults = open.length
        ? { pick: t("pickEach") }
        : gap.length
          ? { pick: t("markMissing", { name: pick(gap[0].name) }) }
          : {};
      app.redraw();
      if (app.faults.pick) return document.querySelector(`[name="pick-${open[0] ?? gap[0].key}"]`)?.focus();
      if (sealed && (await ask(sealQuestion(app, place, content))) !== "seal") return;
      await app.engine.resolve(app.round, place.item.entry, { ...content, sealed });
      say(t(sealed ? "sealedNow" : "takenOver", { team: place.item.name }));
      app.go(toEntry(app.round, place.item.entry), { replace: true });
    },

    async recuse(item, reason) {
      app.faults = reason ? {} : { reason: t("reasonMissing") };
      app.redraw();
      if (!reason) return document.getElementById("reason").focus();
      const { ok, error } = (await app.engine.recuse(app.round, item.entry, reason)) ?? { ok: true };
      if (!ok) app.faults = { reason: `${t("recuseFailed")} ${error === "signed-out" ? t("keptNobody") : ""}` };
      if (!ok) return app.redraw();
      say(t("recusedNow", { team: item.name }));
      app.go(toEntry(app.round, item.entry), { replace: true });
    },
  };
}

// ---- the pledge

const UNGIVEN = { invalid: "pledgeChanged", "signed-out": "keptNobody", "sign-in-needed": "keptNobody" };

function promising(app) {
  return {
    async givePledge() {
      if (app.busy) return;
      app.busy = true;
      app.faults = {};
      app.redraw();
      const { ok, error } = await givePledge(app.engine, app.round, app.packet.pledge.version);
      app.busy = false;
      app.faults = ok ? {} : { pledge: t(UNGIVEN[error] ?? "pledgeUnsent") };
      app.redraw();
      if (!ok) return;
      say(t("pledgedNow"));
      document.querySelector("main h1")?.focus();
    },
  };
}

// ---- coming and going

const FAULTS = {
  "too-often": "codeTooOften",
  offline: "codeOffline",
  "code-used": "codeUsed",
  "code-expired": "codeUsed",
  "code-revoked": "codeUsed",
};

function leaving(app) {
  return {
    async signIn(text) {
      const code = text.trim();
      if (!code) return fault(app, "codeMissing");
      app.busy = true;
      app.faults = {};
      app.redraw();
      const { ok, error } = await app.engine.signIn(code).catch(() => ({ ok: false, error: "offline" }));
      app.busy = false;
      if (!ok) return fault(app, FAULTS[error] ?? "codeWrong");
      app.opened.clear();
      if (app.route.name === "sign-in") app.go("/judge", { replace: true });
      app.redraw();
      return true;
    },

    /** Over the work, which stays as it is below. */
    signInAgain() {
      const dialog = h(
        "dialog.stack",
        { "aria-labelledby": "again" },
        h("h2", { id: "again" }, t("againTitle")),
        h("p", t("againHelp")),
        h("div"),
        passwordLink(),
        h("button.btn", { type: "button", onclick: () => dialog.close() }, t("goOnScoring")),
      );
      app.repaint = () =>
        morph(
          dialog.children[2],
          h(
            "div",
            codeForm(app, () => dialog.close()),
          ),
        );
      app.repaint();
      dialog.addEventListener("close", () => (dialog.remove(), (app.repaint = null)));
      document.body.append(dialog);
      dialog.showModal();
      dialog.querySelector("input").focus();
    },

    async leave() {
      const { waiting } = app.status;
      const kept = {
        title: t("leaveTitle"),
        body: h("p", t("leaveHelp", { n: waiting })),
        actions: [
          { value: "", words: t("cancel"), first: true },
          { value: "leave", words: t("signOut"), kind: ".btn-stop" },
        ],
      };
      if (waiting && (await ask(kept)) !== "leave") return;
      await app.engine.signOut();
      app.opened.clear();
      app.go("/judge/sign-in", { replace: true });
    },

    update: () => app.engine.applyUpdate(),
  };
}

function fault(app, words) {
  app.faults = { code: t(words) };
  app.redraw();
  app.repaint?.();
  document.querySelector("dialog[open] #code, #code")?.focus();
  return false;
}

// ---- the ways out

function sending(app) {
  return {
    async trySending() {
      await app.engine.flush();
      app.redraw();
      const { waiting } = app.status;
      say(waiting ? t("stillWaiting", { n: waiting }) : t("allSent"));
    },

    async saveFile() {
      const { name, blob } = await app.engine.unsentFile();
      const address = URL.createObjectURL(blob);
      h("a", { href: address, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
      say(t("fileSaved", { name }));
    },

    /** Made when asked for, and once: what is in them is then known to have left by this way too. */
    makeCodes() {
      app.codes = app.engine.unsentCodes();
      app.showCode(0);
    },

    showCode(at) {
      app.code = at;
      app.redraw();
    },
  };
}
