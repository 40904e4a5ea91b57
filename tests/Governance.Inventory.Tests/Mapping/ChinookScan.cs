namespace Governance.Inventory.Tests.Mapping;

internal static class ChinookScan
{
    private static readonly string[] Contact =
    [
        "address varchar(70) @user.contact.address.street", "city varchar(40) @user.contact.address.city", "state varchar(40) @user.contact.address.state",
        "country varchar(40) @user.contact.address.country", "postal_code varchar(10) @user.contact.address.postal_code", "phone varchar(24) @user.contact.phone_number",
        "fax varchar(24) @user.contact.fax_number",
    ];

    /// <summary>Chinook as a scan finds it, with the misses a scan makes: composers, artists and playlists taken for people's names.</summary>
    public static Scan Build() => new Scan()
        .Table("album", "album_id", "album_id integer !", "title varchar(160) !", "artist_id integer !")
        .Table("artist", "artist_id", "artist_id integer !", "name varchar(120) @user.name")
        .Table("customer", "customer_id", ["customer_id integer !", "first_name varchar(40) ! @user.name.first", "last_name varchar(20) ! @user.name.last",
            "company varchar(80)", .. Contact, "email varchar(60) ! @user.contact.email", "support_rep_id integer"])
        .Table("employee", "employee_id", ["employee_id integer !", "last_name varchar(20) ! @user.name.last", "first_name varchar(20) ! @user.name.first",
            "title varchar(30)", "reports_to integer", "birth_date timestamp @user.demographic.date_of_birth", "hire_date timestamp", .. Contact,
            "email varchar(60) @user.contact.email"])
        .Table("genre", "genre_id", "genre_id integer !", "name varchar(120) @user.name")
        .Table("invoice", "invoice_id", "invoice_id integer !", "customer_id integer !", "invoice_date timestamp !",
            "billing_address varchar(70) @user.contact.address.street", "billing_city varchar(40) @user.contact.address.city",
            "billing_state varchar(40) @user.contact.address.state", "billing_country varchar(40) @user.contact.address.country",
            "billing_postal_code varchar(10) @user.contact.address.postal_code", "total numeric !")
        .Table("invoice_line", "invoice_line_id", "invoice_line_id integer !", "invoice_id integer !", "track_id integer !", "unit_price numeric !", "quantity integer !")
        .Table("media_type", "media_type_id", "media_type_id integer !", "name varchar(120)")
        .Table("playlist", "playlist_id", "playlist_id integer !", "name varchar(120) @user.name")
        .Table("playlist_track", "playlist_id,track_id", "playlist_id integer !", "track_id integer !")
        .Table("track", "track_id", "track_id integer !", "name varchar(200) ! @user.name", "album_id integer", "media_type_id integer !", "genre_id integer",
            "composer varchar(220) @user.name", "milliseconds integer ! @user.contact.phone_number", "bytes integer", "unit_price numeric !")
        .Reference("album", "artist_id", "artist", "artist_id")
        .Reference("customer", "support_rep_id", "employee", "employee_id")
        .Reference("employee", "reports_to", "employee", "employee_id")
        .Reference("invoice", "customer_id", "customer", "customer_id")
        .Reference("invoice_line", "invoice_id", "invoice", "invoice_id")
        .Reference("invoice_line", "track_id", "track", "track_id")
        .Reference("playlist_track", "playlist_id", "playlist", "playlist_id")
        .Reference("playlist_track", "track_id", "track", "track_id")
        .Reference("track", "album_id", "album", "album_id")
        .Reference("track", "genre_id", "genre", "genre_id")
        .Reference("track", "media_type_id", "media_type", "media_type_id");
}
