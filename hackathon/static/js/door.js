// A ticket that the camera sees is written down at once; what the server said stands there in large letters.

const door = document.querySelector("[data-door]");
const told = door?.querySelector(".told");
const inside = document.querySelector("[data-inside]");

function line(text, className) {
  return Object.assign(document.createElement("span"), { textContent: text, className });
}

function show(guest) {
  const what = `${door.dataset[guest.way]} ${guest.at}`;
  told.replaceChildren(
    line(guest.name, "name"),
    line(` ${guest.place}`, "place"),
    line(` ${guest.team} · ${what}`, ""),
  );
  inside.textContent = guest.inside;
}

async function take({ detail: { text } }) {
  const scanner = door.querySelector("[data-scanner]");
  const way = door.querySelector("[name=way]:checked").value;
  const headers = { "Content-Type": "application/json", "X-CSRFToken": scanner.dataset.token };
  try {
    const answer = await fetch(door.dataset.door, { method: "POST", headers, body: JSON.stringify({ text, way }) });
    const said = await answer.json();
    if (!answer.ok) return told.replaceChildren(line(said.error.message, "bad"));
    show(said);
  } catch {
    told.replaceChildren(line(door.dataset.lost, "bad"));
  }
}

door?.addEventListener("scanned", take);
