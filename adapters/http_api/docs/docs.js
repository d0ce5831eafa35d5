// Searches the operations of the page, and copies its examples. The page can be read without it.
'use strict';

const search = document.getElementById('search');
const found = document.getElementById('found');
const groups = [...document.querySelectorAll('.group')];

// Shows what contains each word of the search in its name, path, summary or description.
function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const section of document.querySelectorAll('section.operation')) {
    const text = section.dataset.search;
    const matches = words.every((word) => text.includes(word));
    section.hidden = !matches;
    document.getElementById(`index-${section.id}`).hidden = !matches;
    if (matches) count += 1;
  }
  for (const group of groups) {
    group.hidden = !group.querySelector('.operation:not([hidden])');
  }
  found.textContent = words.length === 0 ? '' : `${count} operations`;
}

function addCopyButton(example) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(example.textContent);
    button.textContent = 'Copied';
  });
  example.before(button);
}

document.getElementById('search-box').hidden = false;
search.addEventListener('input', filter);
// Only secure contexts have a clipboard.
if (navigator.clipboard) document.querySelectorAll('pre.curl').forEach(addCopyButton);
