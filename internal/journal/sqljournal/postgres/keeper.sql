-- What a role needs, beside what consoles need, to keep the tables of agents and roles.
GRANT INSERT ON :schema.people TO :role;
