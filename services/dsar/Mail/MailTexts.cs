using System.Text;
using System.Text.Json;
using Governance.Contracts.Dsar.V1;
using Governance.Dsar.Requests;

namespace Governance.Dsar.Mail;

/// <summary>What the person is told, in the language of the request. Plain text, without data of the person beyond the address it goes to.</summary>
internal sealed class MailTexts(ControllerOptions controller)
{
    public (string Subject, string Body) Code(SubjectRequest request, string code, DateTimeOffset expiresAt)
    {
        var say = MailLanguages.Of(request.Language);
        return (say["code.subject"], Letter(
            say,
            say.Say("code.asked", ("controller", controller.Name), ("type", Name(say, request.Type))),
            say.Say("code.enter", ("code", code)),
            say.Say("code.valid", ("until", say.Time(expiresAt))),
            say.Say("code.number", ("number", request.Id), ("due", say.Date(request.DueOn)))));
    }

    public (string Subject, string Body) AddressCode(string language, string code, DateTimeOffset expiresAt)
    {
        var say = MailLanguages.Of(language);
        return (say["address.subject"], Letter(
            say,
            say.Say("address.asked", ("controller", controller.Name)),
            say.Say("address.enter", ("code", code)),
            say.Say("address.valid", ("until", say.Time(expiresAt)))));
    }

    public (string Subject, string Body) PackageReady(SubjectRequest request, string link, DateTimeOffset expiresAt, IReadOnlyCollection<string> gaps)
    {
        var say = MailLanguages.Of(request.Language);
        return (say["package.subject"], Letter(
            say,
            say.Say("package.ready", ("number", request.Id)),
            link,
            say.Say("package.valid", ("until", say.Time(expiresAt))),
            gaps.Count == 0 ? null : say.Say("package.gaps", ("systems", string.Join(", ", gaps))),
            Remedy(say)));
    }

    public (string Subject, string Body) Erased(SubjectRequest request, string summary, string hash)
    {
        var say = MailLanguages.Of(request.Language);
        return (say["erased.subject"], Letter(say, say.Say("erased.done", ("number", request.Id)), summary, say.Say("erased.certificate", ("hash", hash)), Remedy(say)));
    }

    public (string Subject, string Body) Completed(SubjectRequest request)
    {
        var say = MailLanguages.Of(request.Language);
        return (say["completed.subject"], Letter(say, say.Say("completed.done", ("number", request.Id), ("type", Name(say, request.Type))), Remedy(say)));
    }

    // GDPR Art. 12(4): reasons, complaint and judicial remedy.
    public (string Subject, string Body) Refused(SubjectRequest request, string ground)
    {
        var say = MailLanguages.Of(request.Language);
        return (say["refused.subject"], Letter(
            say, say.Say("refused.not", ("number", request.Id), ("type", Name(say, request.Type))), say.Say("reason", ("reason", ground)), Remedy(say)));
    }

    public (string Subject, string Body) Extended(SubjectRequest request, string reason)
    {
        var say = MailLanguages.Of(request.Language);
        return (say["extended.subject"], Letter(
            say, say.Say("extended.longer", ("number", request.Id), ("due", say.Date(request.DueOn))), say.Say("reason", ("reason", reason)), Remedy(say)));
    }

    public (string Subject, string Body) Paused(SubjectRequest request, string question)
    {
        var say = MailLanguages.Of(request.Language);
        return (say["paused.subject"], Letter(say, say.Say("paused.question", ("number", request.Id), ("question", question)), say.Say("paused.answer", ("contact", controller.Contact))));
    }

    private static string Name(MailLanguage say, RequestType type) => say["type." + JsonNamingPolicy.CamelCase.ConvertName(type.ToString())];

    private string Remedy(MailLanguage say) => say.Say("remedy", ("contact", controller.Contact), ("authority", controller.SupervisoryAuthority));

    private string Letter(MailLanguage say, params string?[] paragraphs)
    {
        var text = new StringBuilder(say["greeting"]).Append("\n\n");
        foreach (var paragraph in paragraphs.Where(p => p is not null))
            text.Append(paragraph).Append("\n\n");
        return text.Append(controller.Name).Append('\n').ToString();
    }
}
