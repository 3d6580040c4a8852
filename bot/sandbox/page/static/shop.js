// What a bot sells by its premium buttons: what stands on them, and the dialogue in which one buys.

import { buy } from "./actions.js";
import { Dialog } from "./dialog.js";
import { element, sign } from "./dom.js";
import { word } from "./language.js";
import { tell } from "./notice.js";

// Of every item what the shop window says of it, once it is known; nothing is asked for twice.
const asked = new Map();
const known = new Map();
const ALREADY_OWNED = 100011;

// A button's contents: Discord itself says what is sold, and for how much.
export function drawOffer(skuId, session) {
  const label = element("span", {}, captionOf(known.get(skuId)));
  if (!known.has(skuId)) learn(skuId, session).then(() => label.replaceChildren(captionOf(known.get(skuId))));
  return [sign("bag"), label];
}

// Ask whether whoever acts really wants to buy; nothing is paid in the sandbox, and it says so.
export async function openPurchase(skuId, session) {
  await learn(skuId, session);
  const offer = known.get(skuId);
  if (!offer) return tell(word("not_sold"));
  const { name, price } = offer.sku;
  const dialog = new Dialog({
    title: word("buy_named", { name }),
    note: word("sold_by_bot"),
    parts: [
      element("p", { class: "price" }, element("span", {}, word("price")), element("strong", {}, amountOf(price))),
      element("p", { class: "honest" }, sign("bag"), element("span", {}, word("nothing_is_paid"))),
    ],
    confirm: word("buy_without_paying"),
    onConfirm: async () => {
      dialog.say("");
      const outcome = await dialog.wait(buy(skuId, price));
      if (outcome.state === "refused") {
        return dialog.say(outcome.code === ALREADY_OWNED ? word("already_yours") : outcome.reason);
      }
      dialog.close();
      tell(word("bought", { name }), "success");
    },
  });
  dialog.focus();
}

function learn(skuId, session) {
  if (!asked.has(skuId)) {
    const listing = session.rest
      .get(`/store/published-listings/skus/${skuId}`)
      .then((offer) => known.set(skuId, offer))
      // What could not be had is asked for again.
      .catch(() => asked.delete(skuId));
    asked.set(skuId, listing);
  }
  return asked.get(skuId);
}

function captionOf(offer) {
  return offer ? `${offer.sku.name} · ${amountOf(offer.sku.price)}` : word("buy");
}

function amountOf({ amount, currency, currency_exponent: exponent }) {
  const style = { style: "currency", currency: currency.toUpperCase() };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(amount / 10 ** exponent);
}
