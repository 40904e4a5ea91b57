using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Text;
using Microsoft.Extensions.Options;

namespace Governance.Dsar.Mail;

/// <summary>Hands one mail over to SMTP or the folder. Throws when that does not work.</summary>
internal sealed class MailSender(IOptions<MailOptions> options)
{
    public Task SendAsync(Guid id, MailContent mail, DateTimeOffset now, CancellationToken ct) =>
        options.Value.PickupDirectory is { Length: > 0 } folder ? WriteAsync(folder, id, mail, now, ct) : SendBySmtpAsync(id, mail, ct);

    // Named by its id: sent twice, it is still one file.
    private async Task WriteAsync(string folder, Guid id, MailContent mail, DateTimeOffset now, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{id}.eml");
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"From: {options.Value.From}\r\nTo: {mail.To}\r\nSubject: {Header(mail.Subject)}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Date: {now:r}\r\nMessage-ID: <{id}@governance>\r\n")
            .Append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n")
            .Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(mail.Body), Base64FormattingOptions.InsertLineBreaks))
            .Append("\r\n");
        await File.WriteAllTextAsync(path + ".tmp", text.ToString(), new UTF8Encoding(false), ct);
        File.Move(path + ".tmp", path, overwrite: true);
    }

    // RFC 2047: letters beyond ASCII in a header.
    private static string Header(string text) => Ascii.IsValid(text) ? text : $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";

    private async Task SendBySmtpAsync(Guid id, MailContent mail, CancellationToken ct)
    {
        var smtp = options.Value;
        using var client = new SmtpClient(smtp.SmtpHost, smtp.SmtpPort) { EnableSsl = smtp.EnableTls, Timeout = 20_000 };
        if (smtp.UserName is { Length: > 0 } user)
            client.Credentials = new NetworkCredential(user, smtp.Password);
        using var message = new MailMessage(smtp.From, mail.To, mail.Subject, mail.Body);
        message.Headers.Add("Message-ID", $"<{id}@governance>");
        await client.SendMailAsync(message, ct);
    }
}
