namespace Governance.DataPlane.Classifying;

/// <param name="Code">Short name for the evidence.</param>
/// <param name="Weight">How much the name alone says.</param>
/// <param name="NeedsPerson">Counts only in a table about people: a city or a note is not personal by itself.</param>
/// <param name="Shape">Value shape that must not contradict, where there is one.</param>
internal sealed record NameRule(string Category, string Code, double Weight, bool NeedsPerson, ValueShape? Shape, string Terms)
{
    private readonly HashSet<string> _terms = [.. Terms.Split(' ')];

    public bool Matches(HashSet<string> terms) => _terms.Overlaps(terms);
}

/// <summary>Column names in English, German and some others. First rule that matches wins, so special terms stand first.</summary>
internal static class NameRules
{
    public static IReadOnlyList<NameRule> All { get; } =
    [
        new("user.authorization.password", "password", 0.8, false, null, "password passwd passwordhash pwhash kennwort passwort motdepasse contrasena"),
        new("user.contact.email", "email", 0.75, false, ValueShape.Email, "email emailaddress mail mailaddress emailadresse mailadresse courriel correo correoelectronico emails"),
        new("user.device.ip_address", "ip-address", 0.75, false, ValueShape.IpAddress, "ip ipaddress ipaddr clientip remoteip remoteaddr remoteaddress lastip signupip ipadresse"),
        new("user.contact.phone_number", "phone", 0.75, false, ValueShape.Phone, "phone phonenumber phoneno telephone telephonenumber tel telefon telefonnummer telefonnr mobile mobilenumber mobil mobilnummer handy handynummer cell cellphone fax faxnumber faxnummer telefono msisdn rufnummer"),
        new("user.name.first", "first-name", 0.8, false, ValueShape.Words, "firstname givenname forename fname vorname rufname prenom primernombre"),
        new("user.name.last", "last-name", 0.8, false, ValueShape.Words, "lastname surname familyname lname nachname familienname zuname apellido apellidos nomdefamille maidenname geburtsname cognome"),
        new("user.name", "person-name", 0.75, false, ValueShape.Words, "fullname personname contactname contactperson customername clientname employeename patientname membername username0 recipientname passengername guestname studentname cardholder cardholdername accountholder kontoinhaber ansprechpartner kundenname middlename salutationname vollername emergencycontact"),
        new("user.demographic.date_of_birth", "birth-date", 0.8, false, ValueShape.BirthDate, "birthdate dateofbirth dob birthday born geburtsdatum geburtstag gebdatum fechanacimiento fechadenacimiento datenaissance datedenaissance"),
        new("user.financial.bank_account", "bank-account", 0.75, false, null, "iban bankaccount bankaccountnumber accountiban kontonummer kontonr bankverbindung"),
        new("user.financial.credit_card", "card-number", 0.75, false, null, "creditcard creditcardnumber cardnumber cardno ccnumber kreditkarte kreditkartennummer"),
        new("user.government_id", "government-id", 0.75, false, ValueShape.Identifier, "ssn socialsecuritynumber socialsecurity passport passportnumber passportno reisepassnummer nationalid nationalidnumber taxid taxnumber steuernummer steuerid sozialversicherungsnummer svnr personalausweis ausweisnummer driverslicense driverlicense fuehrerschein nino nhsnumber cpf dni nif curp"),
        new("user.health_and_medical", "health", 0.75, false, null, "diagnosis diagnoses diagnose allergy allergies allergie medication medications bloodtype bloodgroup blutgruppe medical medicalhistory disability icd symptom symptoms krankheit prescription healthnumber insurednumber versichertennummer treatment vaccination"),
        new("user.demographic.religious_belief", "religion", 0.75, false, null, "religion religiousbelief konfession faith"),
        new("user.demographic.race_ethnicity", "ethnicity", 0.75, false, null, "ethnicity ethnicorigin race"),
        new("user.demographic.sexual_orientation", "sexual-orientation", 0.75, false, null, "sexualorientation"),
        new("user.demographic.gender", "gender", 0.7, false, ValueShape.ShortWord, "gender sex geschlecht sexo sexe"),
        new("user.demographic", "demographic", 0.65, false, ValueShape.Words, "nationality maritalstatus familienstand staatsangehoerigkeit nationalitaet citizenship"),
        new("user.account.username", "username", 0.75, false, ValueShape.Identifier, "username loginname login screenname benutzername nutzername nickname handle accountname useraccount"),
        new("user.unique_id", "person-number", 0.75, false, ValueShape.Identifier, "customernumber customerno customernr custno clientnumber clientno kundennummer kundennr kdnr membernumber memberno mitgliedsnummer patientnumber patientno patientennummer employeenumber employeeno personalnummer loyaltynumber loyaltycard externalcustomerid"),
        new("user.contact.address.postal_code", "postal-code", 0.65, true, ValueShape.PostalCode, "postalcode zip zipcode plz postleitzahl postcode codepostal codigopostal"),
        new("user.contact.address.country", "country", 0.6, true, ValueShape.Words, "country countrycode countryname land pays pais"),
        new("user.contact.address.city", "city", 0.6, true, ValueShape.Words, "city cityname town ort wohnort stadt ville ciudad cidade municipality"),
        new("user.contact.address.state", "state", 0.55, true, ValueShape.Words, "state stateprovince province bundesland county kanton"),
        new("user.contact.address.street", "street", 0.65, true, ValueShape.Line, "street streetname streetaddress addressline address adresse strasse hausnummer housenumber anschrift rue calle direccion endereco"),
        new("user.job_title", "job-title", 0.65, true, ValueShape.Words, "jobtitle jobposition berufsbezeichnung beruf occupation profession"),
        new("user.financial", "income", 0.65, true, null, "salary gehalt wage wages lohn income einkommen creditscore"),
        new("user.location", "location", 0.6, true, null, "latitude longitude lat lng lon geolocation geopoint gpsposition"),
        new("user.device", "device", 0.6, true, null, "deviceid imei useragent deviceidentifier advertisingid"),
        new("user.content", "free-text", 0.55, true, ValueShape.Line, "comment comments note notes remark remarks message bemerkung bemerkungen notiz notizen kommentar feedback biography bio aboutme deliverynote complaint"),
    ];

    /// <summary>Words of tables whose rows are people, or belong to one person.</summary>
    private static readonly HashSet<string> PersonWords =
    [
        .. ("customer customers client clients employee employees person persons people patient patients user users member members contact contacts guest guests passenger passengers " +
            "student students subscriber subscribers applicant applicants candidate candidates owner visitor visitors buyer donor donors lead leads staff profile profiles account accounts address addresses " +
            "kunde kunden mitarbeiter benutzer nutzer mitglied mitglieder patienten ansprechpartner adresse adressen teilnehmer cliente clientes empleado empleados utilisateur").Split(' '),
    ];

    /// <summary>Words of tables whose rows are things, although they too have names, cities and addresses.</summary>
    private static readonly HashSet<string> ThingWords =
    [
        .. ("product products item items sku artist artists album albums track tracks genre genres playlist playlists media song songs book books movie movies film films company companies supplier suppliers vendor vendors " +
            "brand brands category categories tag tags warehouse warehouses shop shops branch branches city cities country countries region regions state states currency language role roles permission permissions " +
            "department departments event events server servers file files config setting settings migration migrations carrier carriers airport airports hotel hotels station stations produkt produkte artikel lager filiale " +
            "firma firmen lieferant lieferanten kategorie lookup type types status").Split(' '),
    ];

    private static readonly HashSet<string> PersonKeys =
        [.. "customerid clientid userid personid employeeid patientid memberid contactid guestid passengerid studentid subscriberid kundenid kundeid mitarbeiterid customernumber customerno kundennummer".Split(' ')];

    private static readonly HashSet<string> StrongSiblings =
        ["email", "phone", "first-name", "last-name", "birth-date", "person-name"];

    public static bool AboutThings(string table) => Words.Of(table) is { Count: > 0 } words && words.Any(ThingWords.Contains) && !words.Any(PersonWords.Contains);

    /// <summary>Rows of the table are a person's: by its name, by columns only people have, or by a reference to a person.</summary>
    public static bool AboutPeople(string table, IReadOnlyList<string> siblings)
    {
        if (AboutThings(table))
        {
            return false;
        }

        return Words.Of(table).Any(PersonWords.Contains)
            || siblings.Select(Words.Terms).Any(t => PersonKeys.Overlaps(t) || All.Any(r => StrongSiblings.Contains(r.Code) && r.Matches(t)));
    }
}
