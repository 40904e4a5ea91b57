import { mountPreferences } from "./governance-consent.js";

const place = document.querySelector("#preferences");
mountPreferences(place, { service: location.origin, site: place.dataset.site, token: place.dataset.token }).catch(() => {});
