"use strict";
(() => {
  const box = document.getElementById("sok");
  const items = Array.from(document.querySelectorAll("#traffar li"), (li) => [li, `${li.textContent} ${li.dataset.also || ""}`.toLocaleLowerCase("sv")]);
  const all = document.getElementById("allt");
  const told = document.getElementById("antal");
  document.getElementById("sokruta").hidden = false;
  const find = () => {
    const words = box.value.toLocaleLowerCase("sv").split(/\s+/).filter(Boolean);
    let n = 0;
    all.open = words.length > 0;
    for (const [li, text] of items) {
      const hit = words.every((word) => text.includes(word));
      if (li.hidden === hit) li.hidden = !hit;
      n += hit;
    }
    told.textContent = n === 0 ? "{{ sv.OVERVIEW.nothing_found }}" : n === 1 ? "1 {{ sv.OVERVIEW.hit }}" : `${n} {{ sv.OVERVIEW.hits }}`;
  };
  box.addEventListener("input", find);
  find();
})();
