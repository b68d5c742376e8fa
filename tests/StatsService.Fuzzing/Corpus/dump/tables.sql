COPY public.client (id, name, token, role, is_sharing_enabled, created_at) FROM stdin;
1	acme	0123456789abcdef	1	f	2021-03-04 05:06:07
\.
COPY public.stats (uuid, anr, type, data, date, created_at, updated_at, client_id) FROM stdin;
3fa85f64-5717-4562-b3fc-2c963f66afa6	11111111-2222-3333-4444-555555555555	threat	[{"uuid": "b402d557-4576-11e9-9173-0800277f0571", "label2": "Theft\\nof media", "count": 2, "maxRisk": 30, "averageRate": "1.50"}]	2021-03-04	2021-03-04 05:06:07	\N	1
\.
