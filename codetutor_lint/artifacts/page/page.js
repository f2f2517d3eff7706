"use strict";
// One page, several views. The address says what is shown: #view, #view?filters, #view/item.
(() => {
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const title = document.title;

  // --- theme ---------------------------------------------------------------------------------
  const THEMES = ["", "light", "dark"];
  const themeButton = find(".theme");

  function showTheme() {
    themeButton.textContent = `Theme: ${document.documentElement.dataset.theme || "auto"}`;
  }

  themeButton.addEventListener("click", () => {
    const root = document.documentElement;
    const theme = THEMES[(THEMES.indexOf(root.dataset.theme ?? "") + 1) % THEMES.length];
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    try {
      localStorage.setItem("codetutor-theme", theme);
    } catch {
      // Storage is forbidden: the choice lasts as long as the page.
    }
    showTheme();
  });
  showTheme();

  // --- copying -------------------------------------------------------------------------------
  async function copy(button) {
    const code = find("code", button.closest("figure"));
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      document.execCommand("copy");
      getSelection().removeAllRanges();
    }
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy");
    if (button) copy(button);
  });

  // --- browsing ------------------------------------------------------------------------------
  class Browser {
    constructor(root) {
      this.root = root;
      this.view = root.dataset.view;
      this.noun = root.dataset.noun;
      this.form = find("form", root);
      this.list = find(".list", root);
      this.items = all("li", this.list);
      this.articles = all("article", root);
      this.shown = this.items;
      this.form.addEventListener("focusin", () => this.prepare());
      this.form.addEventListener("input", () => this.filter());
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.elements.q.addEventListener("keydown", (event) => this.fromQuery(event));
      this.list.addEventListener("keydown", (event) => this.alongList(event));
      find(".clear", root).addEventListener("click", () => this.clear());
    }

    // The index is made when it is first needed, in small steps: a thousand texts take a moment.
    prepare() {
      this.ready ??= (async () => {
        this.texts = this.items.map((item, id) => ({
          id,
          title: find(".title", item).textContent,
          chips: `${find(".chips", item).textContent} ${find("a", item).hash}`,
          text: this.articles[id].textContent,
        }));
        const index = new MiniSearch({ fields: ["title", "chips", "text"] });
        await index.addAllAsync(this.texts, { chunkSize: 20 });
        return index;
      })();
      return this.ready;
    }

    async search(query) {
      const index = await this.prepare();
      const fuzzy = (term) => (term.length > 4 ? 0.2 : false);
      const options = { prefix: true, fuzzy, combineWith: "AND", boost: { title: 3, chips: 2 } };
      const found = index.search(query, options);
      // Operators and other marks are no words: they are looked for as they stand.
      const matching = found.length ? found : this.texts.filter(({ text }) => text.includes(query));
      return matching.map(({ id }) => this.items[id]);
    }

    async filter() {
      const wanted = new FormData(this.form);
      const query = wanted.get("q").trim();
      const facets = [...wanted].filter(([key, value]) => key !== "q" && value);
      const asked = (this.asked = {});
      const found = query ? await this.search(query) : this.items;
      if (asked !== this.asked) return;
      this.show(found.filter((item) => facets.every(([key, value]) => item.dataset[key] === value)));
      find(".clear", this.root).hidden = !query && !facets.length;
    }

    show(items) {
      this.shown = items;
      const shown = new Set(items);
      for (const item of this.items) item.hidden = !shown.has(item);
      this.list.append(...items, ...this.items.filter((item) => !shown.has(item)));
      find("[role=status]", this.root).textContent = `${items.length} ${this.noun}${items.length === 1 ? "" : "s"}`;
      this.turn();
    }

    clear() {
      this.form.reset();
      this.filter();
      this.form.elements.q.focus();
    }

    set(parameters) {
      this.form.reset();
      for (const [key, value] of parameters) if (this.form.elements[key]) this.form.elements[key].value = value;
      this.filter();
    }

    open(id) {
      const at = this.articles.findIndex((one) => one.id === id);
      const article = this.articles[at];
      for (const one of this.articles) one.classList.toggle("current", one === article);
      for (const link of all("[aria-current]", this.list)) link.removeAttribute("aria-current");
      if (article) find("a", this.items[at]).setAttribute("aria-current", "true");
      this.root.classList.toggle("reading", Boolean(article));
      this.turn();
      if (!article) return false;
      article.focus({ preventScroll: true });
      find(".reader", this.root).scrollTop = 0;
      if (getComputedStyle(find(".finder", this.root)).display === "none") scrollTo(0, 0);
      find("[aria-current]", this.list)?.scrollIntoView({ block: "nearest" });
      return true;
    }

    turn() {
      const links = this.shown.map((item) => find("a", item));
      const at = links.findIndex((link) => link.hasAttribute("aria-current"));
      const neighbors = { previous: at < 0 ? null : links[at - 1], next: links[at + 1] };
      for (const [name, neighbor] of Object.entries(neighbors)) {
        const link = find(`.turn .${name}`, this.root);
        if (neighbor) link.href = neighbor.hash;
        else link.removeAttribute("href");
      }
    }

    fromQuery(event) {
      if (event.key !== "ArrowDown" || !this.shown.length) return;
      event.preventDefault();
      find("a", this.shown[0]).focus();
    }

    alongList(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const at = this.shown.indexOf(event.target.closest("li"));
      if (!step || at < 0) return;
      event.preventDefault();
      if (at + step < 0) this.form.elements.q.focus();
      else if (at + step < this.shown.length) find("a", this.shown[at + step]).focus();
    }
  }

  // --- the address ---------------------------------------------------------------------------
  const views = all(".view");
  const browsers = all(".browse").map((root) => new Browser(root));

  function address() {
    const [path, query] = location.hash.slice(1).split("?", 2);
    try {
      return [decodeURIComponent(path), query];
    } catch {
      return [path, query];
    }
  }

  function route() {
    const [path, query] = address();
    const view = views.find(({ id }) => id === path.split("/", 1)[0]);
    // Another fragment, such as the skip link's, changes nothing.
    if (path && !view && find(".view.current")) return;
    const current = view ?? views[0];
    for (const one of views) one.classList.toggle("current", one === current);
    for (const link of all("nav [data-view]")) {
      if (link.dataset.view === current.id) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.title = `${find("h2", current).textContent} · ${title}`;
    const browser = browsers.find((one) => one.view === current.id);
    if (browser && query !== undefined) browser.set(new URLSearchParams(query));
    if (browser?.open(path)) document.title = `${document.getElementById(path).getAttribute("aria-label")} · ${title}`;
    else scrollTo(0, 0);
  }

  addEventListener("hashchange", route);
  route();
})();
