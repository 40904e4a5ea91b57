INSERT INTO category (parent_id, name) VALUES (NULL, 'Home'), (1, 'Chairs'), (1, 'Lamps'), (1, 'Kitchen'), (2, 'Armchairs'), (4, 'Pots');

-- Products named like people: a scan must not take them for people.
INSERT INTO product
SELECT (ARRAY['CHR','LMP','KIT'])[1 + p % 3] || '-' || (1000 + p), 2 + p % 5,
       (ARRAY['Signe','Viggo','Elin','Anton','Ronja','Love'])[1 + p % 6] || ' ' || (ARRAY['armchair','table lamp','casserole'])[1 + p % 3] || ' no. ' || p,
       19.50 + (p * 37) % 480, ARRAY['oak', 'series-' || p % 4]
FROM generate_series(1, 60) AS p;

CREATE TEMP TABLE numbered_product AS SELECT sku, name, price, row_number() OVER (ORDER BY sku) - 1 AS n FROM product;

INSERT INTO "Order" (order_no, customer_id, shipping_address_id, payment_method_id, status, contact_phone, "giftMessage", coupons, "clientIp", ordered_at, updated_at)
SELECT 'SO-' || lpad((c.id * 10 + k)::text, 6, '0'), c.id,
       CASE WHEN c.id = 42 AND k = 6 THEN 1001 WHEN c.id % 13 = 0 THEN 1002 ELSE c.home_address_id END,
       c.default_payment_method_id,
       (ARRAY['delivered','delivered','shipped','paid','cancelled'])[1 + (c.id + k) % 5]::order_status,
       c.phone, CASE WHEN k = 2 THEN 'With love from ' || c.full_name END,
       CASE WHEN k % 3 = 0 THEN ARRAY['HARBOUR10'] ELSE '{}'::text[] END, c.registration_ip,
       now() - make_interval(days => ((c.id * 13 + k * 97) % 1400)::int), now() - interval '2 days'
FROM customer c, generate_series(1, 7) AS k
WHERE k <= CASE c.id WHEN 42 THEN 6 WHEN 43 THEN 3 ELSE (c.id * 5) % 7 END;
UPDATE "Order" SET replaces_order_no = 'SO-000422' WHERE order_no = 'SO-000423';
UPDATE "Order" SET replaces_order_no = 'SO-000431' WHERE order_no = 'SO-000432';

INSERT INTO order_line (order_no, line_no, sku, quantity, unit_price, engraving)
SELECT o.order_no, k, p.sku, 1 + (o.customer_id + k)::int % 3, p.price, CASE WHEN k = 3 THEN c.full_name END
FROM "Order" o JOIN customer c ON c.id = o.customer_id, generate_series(1, 4) AS k
JOIN numbered_product p ON true
WHERE k <= 1 + (right(o.order_no, 3)::int + 1) % 4 AND p.n = (right(o.order_no, 4)::int + k * 7) % 60;

INSERT INTO return_item SELECT order_no, line_no, (current_date - 20), 'Did not fit through the door'
FROM order_line WHERE line_no = 2 AND right(order_no, 3)::int % 3 = 0;

INSERT INTO invoice (invoice_number, customer_id, order_no, billing_name, billing_email, billing_street, billing_postal_code, billing_city,
                     billing_country, net, vat, issued_on)
SELECT 'INV-' || right(o.order_no, 6), c.id, o.order_no, c.full_name, c.email, a.street, a.postal_code, a.city, a.country_code,
       t.net, round(t.net * 0.25, 2), (o.ordered_at + interval '1 day')::date
FROM "Order" o JOIN customer c ON c.id = o.customer_id JOIN address a ON a.id = c.home_address_id
JOIN (SELECT order_no, sum(line_total) AS net FROM order_line GROUP BY order_no) t ON t.order_no = o.order_no
WHERE o.status <> 'cancelled' ORDER BY o.order_no;
-- A credit note from before the shop kept orders.
INSERT INTO invoice (invoice_number, customer_id, billing_name, billing_email, billing_postal_code, billing_country, net, vat, issued_on)
SELECT 'INV-OLD-' || id, id, full_name, email, 'unknown', 'SE', 100, 25, (now() - interval '6 years')::date FROM customer WHERE id IN (42, 43, 100);
INSERT INTO invoice_line
SELECT i.id, l.line_no, p.name, l.quantity, l.line_total FROM invoice i JOIN order_line l ON l.order_no = i.order_no JOIN product p ON p.sku = l.sku;

INSERT INTO gift_card
SELECT 'GC-' || upper(left(md5('gift' || c.id), 10)), c.id, CASE WHEN c.id % 2 = 0 THEN c.id + 1 END, 'friend' || c.id || '@inbox.example',
       25 * (1 + c.id % 4), now() - make_interval(days => (c.id % 300)::int)
FROM customer c WHERE c.id % 6 = 0;
INSERT INTO wishlist_item SELECT c.id, p.sku, CASE WHEN p.n % 2 = 0 THEN 'for the hall' END
FROM customer c JOIN numbered_product p ON (p.n + c.id) % 20 = 0 WHERE c.id % 2 = 0;
INSERT INTO wishlist_share SELECT customer_id, sku, 'aunt' || customer_id || '@post.example', now() - interval '40 days'
FROM wishlist_item WHERE customer_id % 3 = 0;
