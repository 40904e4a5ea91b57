INSERT INTO product_review (id, sku, customer_id, rating, title, body, written_at)
SELECT c.id, p.sku, c.id, 1 + c.id % 5, 'My ' || p.name, 'Bought it for our home and use it every day.', now() - make_interval(days => (c.id % 400)::int)
FROM customer c JOIN numbered_product p ON p.n = c.id % 60 WHERE c.id % 3 = 0 OR c.id = 43;

-- The first comment under each review is by the next customer; every third review gets an answer by its own author.
INSERT INTO review_comment (id, review_id, author_id, body, written_at)
SELECT r.id, r.id, 1 + r.customer_id % 320, 'Which colour did you take?', r.written_at + interval '1 day' FROM product_review r;
INSERT INTO review_comment (id, review_id, author_id, parent_comment_id, body, written_at)
SELECT 1000 + r.id, r.id, r.customer_id, r.id, 'The blue one.', r.written_at + interval '2 days' FROM product_review r WHERE r.id % 2 = 0;
INSERT INTO review_comment (id, review_id, author_id, parent_comment_id, body, written_at)
SELECT 2000 + r.id, r.id, 1 + (r.customer_id + 2) % 320, 1000 + r.id, 'Thank you both.', r.written_at + interval '3 days' FROM product_review r WHERE r.id % 2 = 0;

INSERT INTO message (id, sender_id, recipient_id, body, sent_at)
SELECT c.id, c.id, 1 + c.id % 320, 'Are you selling the old lamp?', now() - make_interval(days => (c.id % 100)::int, hours => 3) FROM customer c;
INSERT INTO message (id, sender_id, recipient_id, reply_to_id, body, sent_at)
SELECT 1000 + m.id, m.recipient_id, m.sender_id, m.id, 'Yes, come by on Sunday.', m.sent_at + interval '1 hour' FROM message m WHERE m.id % 2 = 0;
INSERT INTO message (id, sender_id, recipient_id, reply_to_id, body, sent_at)
SELECT 2000 + m.id, m.recipient_id, m.sender_id, m.id, 'See you then.', m.sent_at + interval '1 hour' FROM message m WHERE m.id > 1000 AND m.id % 4 = 2;

INSERT INTO page_view (viewed_at, customer_id, path, ip)
SELECT now() - make_interval(days => ((c.id * 7 + k * 11) % 220)::int, mins => k), CASE WHEN k % 10 <> 9 THEN c.id END,
       '/products/' || p.sku, c.registration_ip
FROM customer c, generate_series(1, 25) AS k JOIN numbered_product p ON p.n = k * 2;

INSERT INTO support.ticket (id, customer_id, agent_id, status, subject, "desc", "group", opened_at)
SELECT md5('ticket' || c.id)::uuid, c.id, c.support_agent_id, (ARRAY['open','waiting','solved'])[1 + c.id % 3]::support.ticket_status,
       'Delivery question', c.full_name || ' asks about a delivery, call ' || coalesce(c.phone, 'nobody'), 'delivery', now() - make_interval(days => (c.id % 60)::int)
FROM customer c WHERE c.id % 4 = 2;
INSERT INTO support.ticket_message
SELECT t.id, k, CASE WHEN k % 2 = 0 THEN t.agent_id END,
       CASE WHEN k = 1 THEN 'This is ' || c.full_name || ', write to ' || c.email || '.' ELSE 'We are looking into it.' END, t.opened_at + make_interval(hours => k)
FROM support.ticket t JOIN customer c ON c.id = t.customer_id, generate_series(1, 3) AS k;
-- A very long text, larger than any page or buffer.
UPDATE support.ticket_message m SET body = c.full_name || ' ' || c.email || E'\n' || repeat(E'It creaks, and then it \\ creaks\tagain. ', 6000)
FROM support.ticket t JOIN customer c ON c.id = t.customer_id WHERE m.ticket_id = t.id AND t.customer_id = 42 AND m.seq = 3;
INSERT INTO support.attachment (ticket_id, seq, file_name, content)
SELECT t.id, 1, lower(c.last_name) || '-receipt.bin', decode(repeat(md5('file' || c.id), CASE c.id WHEN 42 THEN 4096 ELSE 16 END), 'hex')
FROM support.ticket t JOIN customer c ON c.id = t.customer_id;

SELECT setval(pg_get_serial_sequence(t, 'id'), 10000) FROM unnest(ARRAY['product_review', 'review_comment', 'message']) AS t;
