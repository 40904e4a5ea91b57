using System.Globalization;

namespace Governance.Audit.Anomalies.Review;

/// <summary>Says what a signal means to somebody who does not know how it was computed.</summary>
internal static class PlainWords
{
    public static string Say(Anomaly anomaly, Signal s) => s.Code switch
    {
        "entries-in-an-hour" => $"{N(s.Observed)} {s.Subject} within an hour. {Usual(s, "an active hour")}",
        "entries-in-a-day" => $"{N(s.Observed)} {s.Subject} in one day. {Usual(s, "an active day")}",
        "records-in-a-day" => $"{s.Subject} of {N(s.Observed)} records in one day. {Usual(s, "an active day")}",
        "admin-actions-off-hours" =>
            $"{N(s.Observed)} administrative {Plural("action", s.Observed)} outside working time, the last towards {N(Fact(s, "localHour"))}:00. "
            + $"The actor had administered at about this hour on {N(Fact(s, "daysAtThisHour"))} earlier {Plural("day", Fact(s, "daysAtThisHour"))}; from {N(Fact(s, "habitDays"))} on it would be a habit.",
        "refusals-in-a-window" => $"{N(s.Observed)} refused or failed actions within {N(Fact(s, "minutes"))} minutes. {Usual(s, "such a time with refusals")}",
        "always-same-approver" =>
            $"{Approver(anomaly, s)} approved {N(Fact(s, "approved"))} of {N(Fact(s, "plans"))} plans of {Planner(anomaly, s)} ({N(Fact(s, "percent"))} %) in {N(Fact(s, "days"))} days. "
            + $"From the approvals of other people's plans {N(Fact(s, "usualPercent"))} % were to be expected.",
        "approve-each-other" =>
            $"{Approver(anomaly, s)} approved {N(Fact(s, "approved"))} of {N(Fact(s, "plans"))} plans of {Planner(anomaly, s)} ({N(Fact(s, "percent"))} %), and {Planner(anomaly, s)} in return "
            + $"{N(Fact(s, "approvedInReturn"))} of theirs ({N(Fact(s, "percentInReturn"))} %) in {N(Fact(s, "days"))} days. From other people's plans {N(Fact(s, "usualPercent"))} % were to be expected.",
        "source-silent" =>
            $"The service {anomaly.ActorId} has sent nothing for {N(s.Observed)} {(s.Subject == "office-hours" ? "hours in which people worked elsewhere" : "hours")}. "
            + $"Its longest silence before was {N(s.Expected)}; from {N(s.Threshold)} on it is reported.",
        "places-without-entry" => $"{N(s.Observed)} {Plural("place", s.Observed)} of the log without an entry, though its head counts {(s.Observed == 1 ? "it" : "them")}. Have the log verified.",
        "log-shorter-than-read" => $"The log has {N(s.Observed)} entries fewer than were read from it before. Have the log verified against a root noted elsewhere.",
        "recorded-before-its-predecessor" => $"An entry says that it was recorded {N(s.Observed)} minutes before the one in front of it.",
        "time-in-the-future" => $"The service {anomaly.ActorId} dated an event {N(s.Observed)} minutes later than it arrived; {N(s.Threshold)} are allowed. Its clock is wrong, or somebody chose the time.",
        "entries-came-late" => $"{N(s.Observed)} events of the service {anomaly.ActorId} arrived long after they happened.",
        "verification-failed" => "A verification, the signing of a checkpoint or a witness found that the log does not fit. The entry says what.",
        _ => $"{s.Code}: {N(s.Observed)}, expected {N(s.Expected)}, reported from {N(s.Threshold)} on.",
    };

    private static string Usual(Signal s, string window) => s.Basis switch
    {
        "own-history" => $"In {window} {N(s.Expected)} are usual for this actor (median of {N(Fact(s, "windows"))}); from {N(s.Threshold)} on it is reported.",
        "colleagues" => $"The actor is new: in {window} {N(s.Expected)} are usual for colleagues (median of {N(Fact(s, "windows"))}); from {N(s.Threshold)} on it is reported.",
        "dismissed-before" => $"In {window} {N(s.Expected)} are usual for this actor, and more was found to be right lately; from {N(s.Threshold)} on it is reported.",
        "same-time-of-month" => $"In {window} {N(s.Expected)} are usual for this actor, and more at this time of the month; from {N(s.Threshold)} on it is reported.",
        _ => s.Expected > 0
            ? $"In {window} {N(s.Expected)} are usual; fewer than {N(s.Threshold)} are never reported."
            : $"Too little is known of this actor to say what is usual; from {N(s.Threshold)} on it is reported.",
    };

    private static string Planner(Anomaly a, Signal s) => s.Subject == "first-planned" ? a.ActorId : a.CounterpartId;

    private static string Approver(Anomaly a, Signal s) => s.Subject == "first-planned" ? a.CounterpartId : a.ActorId;

    private static double Fact(Signal s, string name) => s.Facts.GetValueOrDefault(name);

    private static string Plural(string word, double count) => count == 1 ? word : word + "s";

    private static string N(double number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);
}
