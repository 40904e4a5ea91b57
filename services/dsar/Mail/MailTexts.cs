using System.Globalization;
using System.Text;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Requests;

namespace Governance.Dsar.Mail;

/// <summary>What the person is told. Plain text, without data of the person beyond the address it goes to.</summary>
internal sealed class MailTexts(ControllerOptions controller)
{
    public (string Subject, string Body) Code(SubjectRequest request, string code, DateTimeOffset expiresAt) => (
        "Confirm your request",
        Letter(
            $"Somebody, we assume you, asked {controller.Name} for {Name(request.Type)} of personal data under this address.",
            $"To confirm that it was you, enter this code: {code}",
            $"The code is valid once and until {expiresAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC. If it was not you, do nothing.",
            $"Your request has the number {request.Id}. Our answer is due by {Iso(request.DueOn)}."));

    public (string Subject, string Body) PackageReady(SubjectRequest request, string link, DateTimeOffset expiresAt, IReadOnlyCollection<string> gaps) => (
        "Your data is ready",
        Letter(
            $"The copy of your personal data (request {request.Id}) is ready:",
            link,
            $"The link works once and until {expiresAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC. Do not pass it on: whoever has it can read your data.",
            gaps.Count == 0 ? null : $"It is not complete yet. These systems could not be read: {string.Join(", ", gaps)}. We keep trying and send you a new copy.",
            Remedy()));

    public (string Subject, string Body) Erased(SubjectRequest request, string summary, string hash) => (
        "Your data has been erased",
        Letter(
            $"Your request for erasure ({request.Id}) has been carried out.",
            summary,
            $"The certificate of it has the SHA-256 value {hash}.",
            Remedy()));

    public (string Subject, string Body) Completed(SubjectRequest request) => (
        "Your request has been answered",
        Letter($"Your request ({request.Id}) for {Name(request.Type)} has been carried out.", Remedy()));

    // GDPR Art. 12(4): reasons, complaint and judicial remedy.
    public (string Subject, string Body) Refused(SubjectRequest request, string ground) => (
        "Your request can't be carried out",
        Letter($"We do not act on your request ({request.Id}) for {Name(request.Type)}.", $"Reason: {ground}", Remedy()));

    public (string Subject, string Body) Extended(SubjectRequest request, string reason) => (
        "We need more time for your request",
        Letter($"Our answer to your request ({request.Id}) will take longer: it is now due by {Iso(request.DueOn)}.", $"Reason: {reason}", Remedy()));

    public (string Subject, string Body) Paused(SubjectRequest request, string question) => (
        "We have a question about your request",
        Letter($"To go on with your request ({request.Id}) we need something from you: {question}", $"Please answer to {controller.Contact}."));

    private static string Name(RequestType type) => type switch
    {
        RequestType.Access => "access to a copy",
        RequestType.Portability => "a portable copy",
        RequestType.Erasure => "erasure",
        RequestType.Rectification => "rectification",
        RequestType.Restriction => "restriction of processing",
        RequestType.Objection => "an end to processing",
        _ => "human review of an automated decision",
    };

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Remedy() =>
        $"If you have questions or do not agree, write to {controller.Contact}. You can also complain to {controller.SupervisoryAuthority}, or go to court.";

    private string Letter(params string?[] paragraphs)
    {
        var text = new StringBuilder("Good day,\n\n");
        foreach (var paragraph in paragraphs.Where(p => p is not null))
            text.Append(paragraph).Append("\n\n");
        return text.Append(controller.Name).Append('\n').ToString();
    }
}
