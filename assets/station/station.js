// The instructor's page: shows what the station sends, sends what the instructor asks for. No framework, nothing loaded
// from elsewhere; whatever comes from learners is put in as text, never as markup.
"use strict";

const byId = (id) => document.getElementById(id);
const EVENTS_SHOWN = 200;
const AGAIN_MS = 2000;

const seats = new Map();  // number -> what is known of a learner
let socket = null;
let token = "";
let wasIn = false;
let chosen = 0;

// ---- connection ------------------------------------------------------------------------------------------------------

function say(text) { byId("line").textContent = text; }

function dial() {
  socket = new WebSocket(`ws://${location.host}/`, "cryosono-1");
  socket.onopen = () => send({ kind: "hello", role: "instructor", secret: token, learner: "" });
  socket.onmessage = (event) => take(JSON.parse(event.data));
  socket.onclose = () => {
    socket = null;
    if (!wasIn) return ask(byId("entry-fault").textContent || "The station does not answer.");
    say("The station is gone; trying again");
    setTimeout(dial, AGAIN_MS);
  };
}

function send(message) {
  if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ v: 1, ...message }));
}

function order(verb, text = "", seat = chosen) { send({ kind: "order", seat, verb, text }); }

function ask(fault) {
  byId("entry").hidden = false;
  byId("entry-fault").textContent = fault;
  byId("token").focus();
}

function take(message) {
  const at = message.seat ? seatOf(message.seat) : null;
  switch (message.kind) {
    case "welcome": return enter(message);
    case "refused":
      wasIn = false;
      byId("class").hidden = byId("everyone").hidden = true;
      return ask(message.why);
    case "roster": return takeRoster(message.seats);
    case "case":
      at.info = message;
      at.been = new Set();
      at.events = [];
      at.state = null;
      break;
    case "state":
      at.state = message;
      at.been.add(message.phase);
      break;
    case "event":
      at.events.unshift(message);
      at.events.length = Math.min(at.events.length, EVENTS_SHOWN);
      break;
    case "picture":
      at.image.src = `data:image/jpeg;base64,${message.jpeg}`;
      at.pictures += 1;
      if (message.seat === chosen) byId("image").src = at.image.src;
      return;
  }
  showCard(at);
  if (message.seat === chosen) showSelected(message.kind);
}

function enter(message) {
  if (wasIn && byId("entry").hidden && !byId("class").hidden) seats.forEach((at) => at.card.remove()), seats.clear();
  wasIn = true;
  byId("entry").hidden = true;
  byId("class").hidden = byId("everyone").hidden = false;
  byId("title").textContent = message.title || "CryoSono class";
  byId("class").classList.toggle("alone", chosen === 0);
  say("Connected");
  if (chosen) order("watch", "", chosen);
}

// ---- the wall --------------------------------------------------------------------------------------------------------

function part(parent, tag, name) {
  const element = document.createElement(tag);
  element.className = name;
  parent.append(element);
  return element;
}

function seatOf(number) {
  if (seats.has(number)) return seats.get(number);
  const card = document.createElement("button");
  card.type = "button";
  card.className = "card";
  card.dataset.seat = number;
  const at = {
    number, card, image: part(card, "img", "picture"), name: part(card, "span", "name"), phase: part(card, "span", "phase"),
    reason: part(card, "span", "reason"), facts: part(card, "span", "facts"),
    learner: `learner-${number}`, connected: true, urgency: 0, why: "", paused: false,
    info: null, state: null, been: new Set(), events: [], pictures: 0,
  };
  at.image.alt = "";
  card.onclick = () => choose(number);
  byId("wall").append(card);
  seats.set(number, at);
  return at;
}

function takeRoster(list) {
  byId("nobody").hidden = list.length > 0;
  const names = list.map((one) => one.learner);
  list.forEach((one) => {
    const at = seatOf(one.seat);
    at.learner = names.filter((name) => name === one.learner).length > 1 ? `${one.learner} (${one.seat})` : one.learner;
    at.connected = one.connected;
    at.paused = one.paused;
    at.urgency = one.urgency;
    at.why = one.reason;
    showCard(at);
  });
  const here = list.filter((one) => one.connected).length;
  const calling = list.filter((one) => one.connected && one.urgency >= 50).length;
  say(`${here} ${here === 1 ? "learner" : "learners"}${calling ? `, ${calling} need help` : ""}`);
  // Who needs help comes first; not while a card is in hand, which would slip away from under it.
  if (!byId("wall").contains(document.activeElement) && !byId("wall").matches(":hover"))
    list.forEach((one) => byId("wall").append(seatOf(one.seat).card));
  if (chosen) showAbout(seatOf(chosen));
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
// Units as people write them.
const UNITS = { degC: "°C", deg: "°" };
const digits = (value, unit) => (unit === "count" || Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1));

function showCard(at) {
  at.name.textContent = at.learner;
  at.reason.textContent = at.why;
  at.phase.textContent = phaseText(at);
  const s = at.state;
  at.facts.textContent = !s || s.screen !== "practice" ? (s && s.score !== null && s.screen === "debrief" ? `Score ${s.score.toFixed(0)}` : "")
    : `${clock(s.t_s)} · treated ${s.treated_mm.toFixed(1)} of ${s.required_mm.toFixed(1)} mm${s.gas_on ? " · gas on" : ""}`;
  at.card.classList.toggle("urgent", at.connected && at.urgency >= 80);
  at.card.classList.toggle("calling", at.connected && at.urgency >= 20 && at.urgency < 80);
  at.card.classList.toggle("gone", !at.connected);
  at.card.setAttribute("aria-pressed", at.number === chosen);
  at.card.setAttribute("aria-label", `${at.learner}, ${phaseText(at)}${at.why ? `, ${at.why}` : ""}`);
}

function phaseText(at) {
  if (!at.connected) return "gone";
  if (at.paused) return "paused";
  if (!at.state) return "";
  return at.state.screen === "practice" ? at.state.phase : at.state.screen;
}

// ---- the selected learner --------------------------------------------------------------------------------------------

function choose(number) {
  chosen = number === chosen ? 0 : number;
  order(chosen ? "watch" : "unwatch", "", chosen);
  seats.forEach(showCard);
  byId("selected").hidden = chosen === 0;
  byId("class").classList.toggle("alone", chosen === 0);
  if (!chosen) return;
  byId("image").src = seatOf(chosen).image.src;
  showSelected("case");
}

function showAbout(at) {
  byId("who").textContent = at.learner;
  byId("what").textContent = at.info ? `${at.info.title} · ${at.info.mode}` : "no case open";
  byId("why").textContent = at.why;
  byId("pause").textContent = at.paused ? "Resume" : "Pause";
}

function showSelected(kind) {
  const at = seatOf(chosen);
  showAbout(at);
  if (kind === "case") showButtons(at);
  if (kind !== "event") showPhases(at), showNumbers(at);
  if (kind !== "state") showEvents(at);
}

function showButtons(at) {
  byId("buttons").replaceChildren(...(at.info ? at.info.buttons : []).map((name) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.onclick = () => order("button", name);
    return button;
  }));
}

function showPhases(at) {
  byId("phases").replaceChildren(...(at.info ? at.info.phases : []).map((phase) => {
    const item = document.createElement("li");
    item.textContent = phase.id.replaceAll("_", " ");
    const current = at.state && at.state.screen === "practice" && at.state.phase === phase.id;
    if (current) {
      item.setAttribute("aria-current", "step");
      const limit = at.state.phase_limit_s ? ` of ${clock(at.state.phase_limit_s)}` : "";
      item.textContent += `, ${clock(at.state.phase_s)}${limit}`;
    } else if (at.been.has(phase.id)) {
      item.className = "been";
    }
    part(item, "span", "").textContent = phase.instruction;
    return item;
  }));
}

function showNumbers(at) {
  const s = at.state;
  byId("now").textContent = !s ? "" : `${clock(s.t_s)} · tip ${s.tip_seen ? "seen" : "not seen"}, ${s.tip_target_mm.toFixed(1)} mm from the nerve · ` +
    `${s.tip_degc.toFixed(0)} °C · ice ${s.ice_mm.toFixed(1)} mm · skin ${s.skin_degc.toFixed(0)} °C · gas for ${clock(s.gas_left_s)}` +
    (s.score === null ? "" : ` · score ${s.score.toFixed(1)}`);
  byId("measures").replaceChildren(...(s ? s.measures : []).map((m) => {
    const row = document.createElement("tr");
    const unit = m.unit && m.unit !== "count" ? ` ${UNITS[m.unit] ?? m.unit}` : "";
    const shown = (value) => (m.unit === "" ? `${(100 * value).toFixed(0)} %` : digits(value, m.unit) + unit);
    const reach = m.good === m.bad ? 1 : (m.value - m.bad) / (m.good - m.bad);
    row.append(document.createElement("td"), document.createElement("td"), document.createElement("td"));
    row.cells[0].textContent = m.name;
    row.cells[1].textContent = shown(m.value);
    row.cells[1].className = reach >= 1 ? "good" : reach <= 0.3 ? "bad" : "";
    row.cells[2].textContent = `${m.good >= m.bad ? "from" : "to"} ${shown(m.good)}`;
    return row;
  }));
}

function showEvents(at) {
  byId("events").replaceChildren(...at.events.map((event) => {
    const item = document.createElement("li");
    item.textContent = `${clock(event.t_s)}  ${event.text}`;
    item.dataset.event = event.event;
    if (event.critical) item.className = "critical";
    if (event.event === "instructed") item.className = "ours";
    return item;
  }));
}

// ---- what the instructor does ----------------------------------------------------------------------------------------

function onText(form, verb, seat) {
  byId(form).onsubmit = (event) => {
    event.preventDefault();
    const field = byId(`${form}-text`);
    const text = field.value.trim();
    if (!text) return;
    order(verb, text, seat === undefined ? chosen : seat);
    field.value = "";
  };
}

onText("message", "message");
onText("comment", "comment");
onText("message-all", "message", 0);
byId("flinch").onclick = () => order("flinch");
byId("cough").onclick = () => order("cough");
byId("pause").onclick = () => order(seatOf(chosen).paused ? "resume" : "pause");
byId("pause-all").onclick = () => order("pause", "", 0);
byId("resume-all").onclick = () => order("resume", "", 0);

byId("entry").onsubmit = (event) => {
  event.preventDefault();
  token = byId("token").value.trim();
  byId("entry-fault").textContent = "";
  if (token) dial();
};

// The token stands behind the # of the address, which no browser sends anywhere.
token = decodeURIComponent(location.hash.slice(1));
if (token) {
  history.replaceState(null, "", location.pathname);
  dial();
} else {
  ask("");
}
