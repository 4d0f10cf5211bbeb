"use strict";
const page = document.documentElement, button = document.getElementById("language");
button.addEventListener("click", () => {
  const zh = page.lang !== "en";
  page.lang = zh ? "en" : "zh-Hans";
  page.className = zh ? "en" : "zh";
  button.textContent = zh ? "中文" : "English";
  const title = document.querySelector("h1 ." + (zh ? "e" : "z"));
  document.title = title.textContent;
});
