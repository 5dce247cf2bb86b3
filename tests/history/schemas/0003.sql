BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE floors (
	session INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	part INTEGER NOT NULL, 
	at DOUBLE NOT NULL, 
	fraction DOUBLE NOT NULL, cause VARCHAR(20), marks INTEGER DEFAULT '0' NOT NULL, spread DOUBLE DEFAULT '0' NOT NULL, 
	PRIMARY KEY (session, place), 
	FOREIGN KEY(session) REFERENCES sessions (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "floors" VALUES(1,1,1,95.4625,1.0,'clear',0,0.0);
INSERT INTO "floors" VALUES(2,1,1,95.4625,1.0,'clear',0,0.0);
INSERT INTO "floors" VALUES(3,1,1,95.4625,1.0,'clear',0,0.0);
INSERT INTO "floors" VALUES(4,1,1,95.4625,1.0,'clear',0,0.0);
CREATE TABLE people (
	id INTEGER NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (name)
);
INSERT INTO "people" VALUES(1,'me');
INSERT INTO "people" VALUES(2,'sam');
CREATE TABLE plan_decisions (
	session INTEGER NOT NULL, 
	rule VARCHAR(40) NOT NULL, 
	variation VARCHAR(20) NOT NULL, 
	reps INTEGER NOT NULL, 
	load VARCHAR(10) NOT NULL, 
	because TEXT NOT NULL, 
	evidence TEXT NOT NULL, 
	would_change TEXT NOT NULL, 
	PRIMARY KEY (session), 
	FOREIGN KEY(session) REFERENCES sessions (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "plan_decisions" VALUES(1,'keep_on','straight',10,'same','4 of 6 reps were perfect; perfect comes before more.','[{"day":739922,"words":"4 of 6 perfect, straight"}]','3 sets of 10, all perfect, lead to sets of 15.');
INSERT INTO "plan_decisions" VALUES(2,'after_pain','hands_under',10,'less','You reported pain, dizziness or doming in the last session.','[{"day":739924,"words":"said it hurts, 1 of 2 perfect, straight"}]','2 sessions without pain that fulfil the rule for more.');
INSERT INTO "plan_decisions" VALUES(3,'keep_on','straight',10,'same','4 of 6 reps were perfect; perfect comes before more.','[{"day":739926,"words":"4 of 6 perfect, straight"}]','3 sets of 10, all perfect, lead to sets of 15.');
INSERT INTO "plan_decisions" VALUES(4,'keep_on','straight',10,'same','3 of 5 reps were perfect; perfect comes before more.','[{"day":739928,"words":"3 of 5 perfect, straight"}]','3 sets of 10, all perfect, lead to sets of 15.');
CREATE TABLE reps (
	session INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	part INTEGER NOT NULL, 
	"set" INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	variation VARCHAR(20) NOT NULL, 
	descent INTEGER NOT NULL, 
	start DOUBLE NOT NULL, 
	"end" DOUBLE, 
	verdict VARCHAR(20) NOT NULL, 
	reason VARCHAR(20), 
	judged_at DOUBLE, 
	spoken_at DOUBLE, 
	attribution VARCHAR(20) NOT NULL, 
	PRIMARY KEY (session, place), 
	FOREIGN KEY(session) REFERENCES sessions (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "reps" VALUES(1,1,1,1,1,'straight',3,104.8075,113.0075,'credited',NULL,114.5075,NULL,'unopposed');
INSERT INTO "reps" VALUES(1,2,1,1,2,'straight',3,116.07625,121.07625,'voided','arched',121.07625,120.57625,'while_running');
INSERT INTO "reps" VALUES(1,3,1,1,3,'straight',3,129.05125,137.25125,'credited',NULL,138.75125,NULL,'unopposed');
INSERT INTO "reps" VALUES(1,4,1,2,1,'straight',3,163.75875,171.95875,'voided','failed',172.55875,172.15875,'after_end');
INSERT INTO "reps" VALUES(1,5,1,2,2,'straight',3,178.59625,186.79625,'credited',NULL,188.29625,NULL,'unopposed');
INSERT INTO "reps" VALUES(1,6,1,2,3,'straight',3,189.865,198.065,'credited',NULL,199.565,NULL,'unopposed');
INSERT INTO "reps" VALUES(2,1,1,1,1,'straight',3,104.8075,113.0075,'credited',NULL,114.5075,NULL,'unopposed');
INSERT INTO "reps" VALUES(2,2,1,1,2,'straight',3,116.07625,120.77625,'voided','pain',120.77625,120.77625,'interrupted');
INSERT INTO "reps" VALUES(3,1,1,1,1,'straight',3,104.8075,113.0075,'credited',NULL,114.5075,NULL,'unopposed');
INSERT INTO "reps" VALUES(3,2,1,1,2,'straight',3,116.07625,121.07625,'voided','arched',121.07625,120.57625,'while_running');
INSERT INTO "reps" VALUES(3,3,1,1,3,'straight',3,129.05125,137.25125,'credited',NULL,138.75125,NULL,'unopposed');
INSERT INTO "reps" VALUES(3,4,1,2,1,'straight',3,163.75875,171.95875,'voided','failed',172.55875,172.15875,'after_end');
INSERT INTO "reps" VALUES(3,5,1,2,2,'straight',3,178.59625,186.79625,'credited',NULL,188.29625,NULL,'unopposed');
INSERT INTO "reps" VALUES(3,6,1,2,3,'straight',3,189.865,198.065,'credited',NULL,199.565,NULL,'unopposed');
INSERT INTO "reps" VALUES(4,1,1,1,1,'straight',3,104.8075,113.0075,'credited',NULL,114.5075,NULL,'unopposed');
INSERT INTO "reps" VALUES(4,2,1,1,2,'straight',3,116.07625,121.07625,'voided','arched',121.07625,120.57625,'while_running');
INSERT INTO "reps" VALUES(4,3,1,1,3,'straight',3,129.05125,137.25125,'credited',NULL,138.75125,NULL,'unopposed');
INSERT INTO "reps" VALUES(4,4,1,2,1,'straight',3,163.75875,171.95875,'voided','failed',172.55875,172.15875,'after_end');
INSERT INTO "reps" VALUES(4,5,1,2,2,'straight',3,178.59625,186.79625,'credited',NULL,188.29625,NULL,'unopposed');
INSERT INTO "reps" VALUES(4,6,1,2,3,'straight',3,189.865,NULL,'interrupted',NULL,NULL,NULL,'left_open');
CREATE TABLE safety_events (
	session INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	part INTEGER NOT NULL, 
	at DOUBLE NOT NULL, 
	command VARCHAR(20) NOT NULL, 
	PRIMARY KEY (session, place), 
	FOREIGN KEY(session) REFERENCES sessions (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "safety_events" VALUES(2,1,1,120.77625,'it_hurts');
CREATE TABLE sessions (
	id INTEGER NOT NULL, 
	person INTEGER NOT NULL, 
	journal VARCHAR(255) NOT NULL, 
	parts INTEGER NOT NULL, 
	journal_bytes INTEGER NOT NULL, 
	began VARCHAR(40) NOT NULL, 
	day INTEGER NOT NULL, 
	variation VARCHAR(20) NOT NULL, 
	last_variation VARCHAR(20) NOT NULL, 
	sets_asked INTEGER NOT NULL, 
	reps_asked INTEGER NOT NULL, 
	outcome VARCHAR(20), sits BOOLEAN, 
	PRIMARY KEY (id), 
	FOREIGN KEY(person) REFERENCES people (id), 
	UNIQUE (journal)
);
INSERT INTO "sessions" VALUES(1,1,'2026-11-02-183000.jsonl',1,22963,'2026-11-02T18:30:00+01:00',739922,'straight','straight',2,3,'finished',NULL);
INSERT INTO "sessions" VALUES(2,2,'2026-11-04-183000.jsonl',1,16626,'2026-11-04T18:30:00+01:00',739924,'straight','straight',2,3,'safety',NULL);
INSERT INTO "sessions" VALUES(3,1,'2026-11-06-183000.jsonl',1,22963,'2026-11-06T18:30:00+01:00',739926,'straight','straight',2,3,'finished',NULL);
INSERT INTO "sessions" VALUES(4,1,'2026-11-08-183000.jsonl',1,20189,'2026-11-08T18:30:00+01:00',739928,'straight','straight',2,3,NULL,NULL);
CREATE TABLE sets (
	session INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	variation VARCHAR(20) NOT NULL, 
	descent INTEGER NOT NULL, 
	attempted INTEGER NOT NULL, 
	perfect INTEGER NOT NULL, 
	voided INTEGER NOT NULL, 
	PRIMARY KEY (session, number), 
	FOREIGN KEY(session) REFERENCES sessions (id) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "sets" VALUES(1,1,'straight',3,3,2,1);
INSERT INTO "sets" VALUES(1,2,'straight',3,3,2,1);
INSERT INTO "sets" VALUES(2,1,'straight',3,2,1,1);
INSERT INTO "sets" VALUES(3,1,'straight',3,3,2,1);
INSERT INTO "sets" VALUES(3,2,'straight',3,3,2,1);
INSERT INTO "sets" VALUES(4,1,'straight',3,3,2,1);
INSERT INTO "sets" VALUES(4,2,'straight',3,2,1,1);
CREATE INDEX sessions_by_day ON sessions (person, day, began);
COMMIT;
