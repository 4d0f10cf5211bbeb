Atlas.LanguageSwitch = class {
  constructor() {
    const button = Atlas.$("language");
    const label = () => { button.textContent = Atlas.lang === "zh" ? "EN" : "中"; button.lang = Atlas.lang === "zh" ? "en" : "zh-Hans"; };
    button.addEventListener("click", () => Atlas.setLanguage(Atlas.lang === "zh" ? "en" : "zh"));
    Atlas.on("language", label);
    label();
  }
};
