"""Nouns that news names speakers by, and what they tell of gender, number and kind."""

from __future__ import annotations

MASCULINE = frozenset(
    "he him his himself mr sir lord father son brother husband man men boy king prince chairman spokesman "
    "businessman congressman councilman policeman fisherman fireman salesman gunman uncle grandfather widower "
    "gentleman monsieur herr señor senor emperor duke baron nephew grandson fiance".split()
)
FEMININE = frozenset(
    "she her hers herself mrs ms miss lady mother daughter sister wife woman women girl queen princess chairwoman "
    "spokeswoman businesswoman congresswoman councilwoman policewoman aunt grandmother widow madame mme frau "
    "señora senora empress duchess baroness actress waitress niece granddaughter mum mom fiancee".split()
)
HONORIFICS = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady madame mme monsieur maître herr frau señor señora don "
    "doña rev reverend sen rep gov gen lt col maj capt sgt adm cmdr cpl pvt fr msgr hon amb pres vp sheikh imam "
    "rabbi father sister brother mullah ayatollah cardinal pope king queen prince princess judge justice senator "
    "president-elect representative congressman congresswoman governor president general colonel major captain "
    "lieutenant "
    "sergeant admiral commander officer detective inspector constable ambassador chancellor premier minister "
    "secretary mayor councillor councilor councilman alderman speaker sheriff chief coach chairman chairwoman "
    "chair director deputy agent attorney bishop archbishop pastor".split()
)
ROLES = HONORIFICS | frozenset(
    "spokesman spokeswoman spokesperson spokespeople lawyer lawyers solicitor barrister prosecutor prosecutors "
    "analyst analysts expert experts economist economists official officials aide aides adviser advisor advisers "
    "advisors envoy envoys diplomat diplomats researcher researchers scientist scientists professor teacher "
    "teachers student students doctor doctors nurse nurses worker workers resident residents witness witnesses "
    "neighbour neighbor neighbours neighbors leader leaders head member members founder co-founder owner owners "
    "manager managers executive executives president vice-president chairman chairwoman chairperson commissioner "
    "commissioners investigator investigators editor editors reporter reporters journalist journalists "
    "correspondent columnist author writer historian activist activists campaigner campaigners organiser "
    "organizer organisers organizers protester protesters demonstrator demonstrators critic critics opponent "
    "opponents supporter supporters ally allies lawmaker lawmakers legislator legislators mp mps politician "
    "politicians candidate candidates voter voters citizen citizens farmer farmers fisherman fishermen driver "
    "drivers passenger passengers pilot captain soldier soldiers officer officers commander commanders general "
    "colonel police policeman policewoman detective sheriff father mother son daughter brother sister wife "
    "husband widow widower parent parents family families relative relatives friend friends man woman men women "
    "boy girl person people source sources insider insiders victim victims suspect suspects defendant plaintiff "
    "employee employees operator intermediary mediator mediators negotiator negotiators minister ministers "
    "secretary undersecretary treasurer auditor clerk coach player players trainer artist actor actress singer "
    "director conductor producer priest bishop imam monk rabbi pope king queen prince princess ambassador consul "
    "governor mayor deputy councillor councilor alderman senator congressman congresswoman representative chief "
    "boss chair host presenter moderator interviewer guest caller administrator engineer engineers architect "
    "pollster strategist counsel attorney judge justice magistrate jury juror jurors rebel rebels militant "
    "militants fighter fighters insurgent hacker hackers monitor monitors observer observers inspector inspectors "
    "technician technicians trader traders shopkeeper banker investor investors shareholder shareholders tenant "
    "tenants homeowner homeowners customer customers user users patient patients survivor survivors refugee "
    "refugees migrant migrants villager villagers".split()
)
BODIES = frozenset(
    "ministry ministries department office agency bureau commission committee council board court tribunal "
    "parliament senate house congress assembly government administration cabinet police army military navy force "
    "forces guard party union federation association league club team company firm corporation group "
    "conglomerate bank fund institute institution university college school hospital clinic church mosque "
    "mission embassy consulate delegation authority regulator watchdog panel campaign foundation charity trust "
    "network organisation organization movement front coalition alliance bloc state city town village region "
    "district province republic kingdom country nation capital airline airport operator manufacturer maker "
    "supplier contractor retailer broadcaster station channel radio newspaper paper daily weekly magazine "
    "tabloid wire site website outlet journal programme program show unit service secretariat side inquiry "
    "investigation laboratory palace museum coastguard directorate inspectorate presidency chancellery registry "
    "academy society synod brigade battalion regiment commissariat treasury observatory syndicate cooperative "
    "cartel militia prosecution defence defense opposition majority utility".split()
)
OUTLETS = frozenset(
    "newspaper paper daily weekly magazine tabloid broadcaster station channel radio television tv website site "
    "outlet journal agency wire press broadsheet network portal blog podcast".split()
)
DOCUMENTS = frozenset(
    "report reports article articles statement statements letter letters memo memos document documents paper "
    "papers study studies survey surveys poll polls findings finding ruling verdict order decree email emails "
    "e-mail message messages post posts tweet tweets video recording transcript note notes filing filings "
    "catalogue catalog logbook diary ledger certificate "
    "complaint lawsuit suit indictment affidavit editorial column book testimony speech bulletin release "
    "announcement communique communiqué headline figures data records slip draft resolution assessment analysis "
    "audit review log banner sign signs placard words account accounts interview court-documents".split()
)
SEEN = frozenset("seen obtained reviewed read quoted cited leaked examined viewed shared released".split())
"""What is done to a document by others than its author."""
PLURAL_PRONOUNS = frozenset(
    "they them their theirs themselves we us our ours ourselves these those both neither".split()
)
NEUTER = frozenset("it its itself which".split())
FIRST = frozenset("i me my mine myself we us our ours ourselves".split())
SECOND = frozenset("you your yours yourself".split())
PRONOUNS = (
    frozenset("he him his himself she her hers herself who whom whose one another".split())
    | PLURAL_PRONOUNS
    | NEUTER
    | FIRST
    | SECOND
)
OWNERS = {"its": "it", "his": "he", "her": "she", "their": "they", "our": "we", "my": "i", "your": "you"}
"""Pronouns at the head of a description, and the forms in which they stand alone."""
ACRONYMS = frozenset(("US", "WHO"))
"""Names that are pronouns in small letters."""
PARTICLES = frozenset(
    "de da do dos das del della di du van von der den ter ten te la le el al ul bin ibn ben abu ag y e af av zu "
    "zur".split()
)
MONTHS_AND_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december".split()
)
COMPANIES = frozenset(
    "company firm corporation group conglomerate airline operator manufacturer maker supplier contractor retailer "
    "bank bookmaker utility carrier giant startup developer insurer owner employer buyer business chain "
    "producer".split()
)
STATES = frozenset(
    "government state country nation kingdom republic regime administration authorities ministers side capital".split()
)
"""Words that a country's government goes by."""
DETERMINERS = frozenset(
    "the a an this that these those its his her their our my your some any no each every several many most few".split()
)
INDEFINITE = frozenset(
    "a an some several many most few two three four five six seven eight nine ten another other others".split()
)
PLURAL_COUNTS = frozenset("two three four five six several many some most few both".split())
ROLE_WORDS = frozenset("prime foreign vice deputy of the general former acting".split())
"""What may stand in a title beside its role: Vice President, former Prime Minister."""
PREPOSITIONS = frozenset("of for at from in with by on about to close familiar leading representing".split())
"""What ends the words that name somebody: a person close to the minister."""
SOMEBODY = ROLES | frozenset("someone somebody anyone everyone nobody".split())
HONORIFIC_ONLY = frozenset("mr mrs ms miss dr prof sir dame lord lady rev madame monsieur".split())
"""Titles that say nothing of what somebody does."""
