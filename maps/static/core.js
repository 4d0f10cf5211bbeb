/* Plan Atlas: state, words, safe DOM, coordinates. Everything shown is set as text, never as HTML. */
"use strict";
const Atlas = {data: JSON.parse(document.getElementById("atlas-data").textContent), handlers: {}, parts: {}};

Atlas.lang = Atlas.data.lang;
Atlas.t = (key, values) => {
  const words = Atlas.data.strings[key];
  const text = words ? words[Atlas.lang === "zh" ? 0 : 1] : key;
  return values ? text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all)) : text;
};
Atlas.on = (event, handler) => (Atlas.handlers[event] = Atlas.handlers[event] || []).push(handler);
Atlas.emit = (event, detail) => (Atlas.handlers[event] || []).forEach((handler) => handler(detail));
Atlas.$ = (id) => document.getElementById(id);
Atlas.number = (value, digits = 0) =>
  Number(value).toLocaleString(Atlas.lang === "zh" ? "zh-CN" : "en-GB", {maximumFractionDigits: digits});

/* h("a", {href, class, onclick, "aria-label"}, child, [children], "text") */
Atlas.h = (tag, props, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on") && typeof value === "function") node.addEventListener(key.slice(2), value);
    else if (key === "href") { const url = Atlas.safeUrl(value); if (url) node.setAttribute("href", url); }
    else if (key === "t") { node.dataset.t = value; node.textContent = Atlas.t(value); }
    else if (key === "label") { node.dataset.tLabel = value; node.setAttribute("aria-label", Atlas.t(value)); }
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) node.append(child);
  }
  return node;
};
Atlas.safeUrl = (value) => {
  const text = String(value || "").replace(/[\u0000-\u0020\u007f-\u009f]/g, "");
  if (/^(https?:\/\/[^/]|mailto:)/i.test(text)) return text;
  return /^[a-z][a-z0-9+.-]*:/i.test(text) || /^(\/\/|\\|\/\\)/.test(text) ? "" : text;
};
Atlas.cut = (text, length) => (text.length > length ? text.slice(0, length - 1) + "…" : text);

Atlas.setLanguage = (lang) => {
  Atlas.lang = lang;
  document.documentElement.lang = lang === "zh" ? "zh-Hans" : "en";
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = Atlas.t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-t-label]")) {
    const label = Atlas.t(node.dataset.tLabel);
    node.setAttribute("aria-label", label);
    if (node.tagName === "BUTTON") node.title = label;
  }
  for (const node of document.querySelectorAll("[data-t-placeholder]")) node.placeholder = Atlas.t(node.dataset.tPlaceholder);
  const own = {title: Atlas.data.title, subtitle: Atlas.data.subtitle};
  for (const node of document.querySelectorAll("[data-own]")) node.textContent = own[node.dataset.own][lang === "zh" ? 0 : 1];
  document.title = own.title[lang === "zh" ? 0 : 1];
  Atlas.emit("language", lang);
  Atlas.redraw();
};

/* Short-lived message for sight and screen reader. */
Atlas.notice = (text, seconds = 3) => {
  const node = Atlas.$("notice");
  node.textContent = text;
  node.classList.add("shown");
  clearTimeout(Atlas.noticeTimer);
  Atlas.noticeTimer = setTimeout(() => node.classList.remove("shown"), seconds * 1000);
};

/* Web Mercator with the world as a square of side 256: x, y of zoom 0. */
Atlas.shift = null;
Atlas.project = (lng, lat) => {
  if (Atlas.shift) [lng, lat] = Atlas.shift(lng, lat);
  const sin = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
  return [(lng / 360 + 0.5) * 256, (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * 256];
};
/* Encoded polyline (Google's, but x before y) -> whole numbers: differences, sign last, five bits a character. */
Atlas.integers = (text) => {
  const out = new Int32Array(text.length), sum = [0, 0];
  let n = 0, value = 0, shift = 0;
  for (let i = 0; i < text.length; i++) {
    const bits = text.charCodeAt(i) - 63;
    value |= (bits & 31) << shift;
    if (bits & 32) { shift += 5; continue; }
    out[n] = sum[n & 1] += (value >>> 1) ^ -(value & 1);
    n++;
    value = shift = 0;
  }
  return out.subarray(0, n);
};
/* Encoded polyline -> projected x, y pairs. */
Atlas.decode = (text, scale) => {
  const numbers = Atlas.integers(text), out = new Float64Array(numbers.length);
  for (let i = 0; i < numbers.length; i += 2) {
    const point = Atlas.project(numbers[i] / scale, numbers[i + 1] / scale);
    out[i] = point[0];
    out[i + 1] = point[1];
  }
  return out;
};
Atlas.unproject = (x, y) => [
  (x / 256 - 0.5) * 360,
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 256))) * 180) / Math.PI,
];
Atlas.metresPerUnit = (y) => 40075016.686 / 256 / Math.cosh(Math.PI * (1 - (2 * y) / 256));
Atlas.distance = (a, b) => {
  const rad = Math.PI / 180, dLat = (b[1] - a[1]) * rad, dLng = (b[0] - a[0]) * rad;
  const s = Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * rad) * Math.cos(b[1] * rad) * Math.sin(dLng / 2) ** 2;
  return 2 * 6371008.8 * Math.asin(Math.min(1, Math.sqrt(s)));
};
Atlas.download = (name, blob) => {
  const url = URL.createObjectURL(blob);
  const link = Atlas.h("a", {download: name});
  link.href = url;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};
Atlas.isPhone = () => window.matchMedia("(max-width: 720px)").matches;
