/*
 * What the scripts of Wagtail's admin say in English only (config/admin_strings.py says more).
 * Nothing loads this: makemessages gathers it.
 */

gettext("A network error occurred.");
gettext("A server error occurred.");
gettext("Autosave in progress\u2026");
gettext("Changes have been autosaved.");
gettext("Search options\u2026");
gettext("Toggle section");
ngettext("%(num)s min", "%(num)s mins", 1);
gettext("%(time_zone_option)s: %(localized_time_zone_label)s");
gettext("Complex");
gettext("Fair");
gettext("Good");
gettext("Pin toolbar");
gettext("Unpin toolbar");
gettext("Applying editor lock");
gettext("Fetching %s information...");
gettext("Publish in ");
gettext("Removing editor lock");
gettext("Revert to %s version");
gettext("Stop Synced translation");
gettext("Stopping Synced translation");
gettext("Translate all missing strings with ");
gettext("Uses %s version");
