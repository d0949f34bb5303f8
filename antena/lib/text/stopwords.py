"""Function words per language, as written. Words of the trade ("commission", "call") are not here."""

from typing import Final


def word_set(listed: str) -> frozenset[str]:
    """The words of a list written as running text, which reads and reviews better than one word a line."""
    return frozenset(listed.split())


_CATALAN = """
a al als amb ambdós ambdues aquell aquella aquelles aquells aquest aquesta aquestes aquests això allò així
aleshores algú algun alguna algunes alguns altra altre altres abans bé cada cadascun cadascuna cap com contra
d da dalt de del dels des després dins doncs durant e el ella elles ells els em en encara entre era eren érem
és esta està estan estat estava estem ets fa faig fan fins fou fora foren gaire gairebé ha hagi han has hauria
haurien havia haver havien he hem heu hi ho i jo l la les li llavors lo los m mai malgrat mateix mateixa
mateixes mateixos mentre meu meva meves meus menys més mitjançant molt molta moltes molts n na nosaltres
nostra nostre nostres ni no només o on pas per perquè però pel pels poc poca poques pocs podem poden pot puc
qual quals qualsevol quan quant quants que què quelcom qui quin quina quines quins s sa se segons sense ser
serà seran seria ses seu seus seva seves si sí siguin sigui sobre sóc sol sols som són sota sou t ta tal tals
també tampoc tan tant tanta tantes tants te té tenen tenim tenir tens teu teus teva teves tinc tot tota totes
tots tu un una unes uns us va vaig vam van vas veu vol volem vosaltres vostra vostre vostres ja doncs
"""

_SPANISH = """
a al algo algún alguna algunas alguno algunos ambas ambos ante antes aquel aquella aquellas aquello aquellos
aquí así aun aún aunque bajo bien cada casi como cómo con conmigo contra cual cuál cuales cuáles cualquier
cuando cuándo cuanto de del desde donde dónde dos durante e el él ella ellas ello ellos en entonces entre era
eran es esa esas ese eso esos esta está están estaba estado estas este esto estos fue fueron ha había habían
haber han has hasta hay he hemos la las le les lo los más me mediante menos mi mí mientras mis misma mismas
mismo mismos mucha muchas mucho muchos muy nada ni no nos nosotros nuestra nuestras nuestro nuestros o os otra
otras otro otros para pero poco por porque pues que qué quien quién quienes se sea sean según ser será serán
sería si sí sido sin sino sobre solo sólo son soy su sus tal tales también tampoco tan tanto te ti tiene
tienen toda todas todo todos tu tú tus u un una unas uno unos usted vosotros y ya yo
"""

_ENGLISH = """
a about above after again against all also although am an and any are aren as at be because been before being
below between both but by can cannot could d did didn do does doesn doing don down during each either etc few
for from further had has hasn have haven having he her here hers herself him himself his how however i if in
into is isn it its itself just ll m may me might more most must my myself neither no nor not of off on once
only onto or other our ours ourselves out over own re s same shall she should so some such t than that the
their theirs them themselves then there therefore these they this those through thus to too under until up
upon us ve very was wasn we were what when where whether which while who whom whose why will with within
without would you your yours yourself
"""

_FRENCH = """
a à afin ai ainsi alors après as au aucun aucune aussi autre autres aux avait avant avec avoir avons c ça car
ce ceci cela celle celles celui ces cet cette ceux chaque chez comme comment contre d dans de depuis des dès
donc dont du durant elle elles en encore entre es est et étaient était étant été être eu eux fait furent fut
hors il ils j je jusqu jusque l la là laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui m
ma mais me même mêmes mes moi moins mon n ne ni nos notre nous on ont or ou où par parce parmi pas pendant peu
peut peuvent plus plusieurs pour pourquoi puis puisque qu quand que quel quelle quelles quels qui quoi s sa
sans se selon sera seront ses si soit sommes son sont sous sur t ta te tel telle telles tels tes toi ton tous
tout toute toutes très trop tu un une vers via vos votre vous y
"""

STOP_WORDS: Final[dict[str, frozenset[str]]] = {
    "ca": word_set(_CATALAN),
    "es": word_set(_SPANISH),
    "en": word_set(_ENGLISH),
    "fr": word_set(_FRENCH),
}

# Neighbours that would otherwise pass for one of the four. Only `language_of` reads them.
NEIGHBOUR_WORDS: Final[dict[str, frozenset[str]]] = {
    "pt": word_set(
        """
            a à ao aos as às até com como da das de dela dele do dos e é ela ele eles em entre era está
            foi foram há isso isto já mais mas mesmo muito na nas não nem no nos nós o os ou para pela
            pelas pelo pelos por quando que quem se sem ser seu seus são só sua suas também tem têm um
            uma umas você
        """
    ),
    "gl": word_set(
        """
            a á ao aos as ás ata con como da das de del do dos e é ela el eles en entre era está foi
            foron hai iso isto xa máis mais moi na nas non no nos o os ou para pola polas polo polos por
            cando que quen se sen ser seu seus son só súa súas tamén ten teñen un unha unhas uns cunha
            dunha nunha
        """
    ),
    "it": word_set(
        """
            a ad ai al alla alle allo anche che chi ci come con così cui da dal dalla dalle dei del
            della delle dello degli di e è ed era essere fra gli ha hanno i il in io la le lo loro ma
            nel nella nelle non o per perché più quando questa questo quella quello se si sia sono stata
            stato su sua sue sul sulla suo tra un una uno
        """
    ),
    "oc": word_set(
        """
            a al als amb amistat aqueste aquesta aquestes aquò as au aus autras autres coma damb dab de
            del dels deth dera des dins e el elas eles en entà entre era èra eran es èsser eth foguèt i
            la las li lo los mai mas mès non nos o òc per pas plan que qu quand qui quin sens se son sos
            sus tanben tot tota totes totas un ua una uas
        """
    ),
    "de": word_set(
        """
            aber als am an auch auf aus bei das dass dem den der des die durch ein eine einem einen
            einer es für hat ich im in ist mit nach nicht nur oder sein sich sie sind so über um und uns
            von vor war werden wie wird wurde zu zum zur
        """
    ),
    "nl": word_set(
        """
            aan als bij dat de deze die dit door een en er het hij in is maar met naar niet nog of om
            onder ook op over te tot uit van veel voor waren was wat werd wordt ze zich zijn
        """
    ),
    "ro": word_set(
        """
            a al ale au ca care că ce cu de din după este fi fost în îi la le lor mai nu o pe pentru
            prin sau sa să se și sunt un una unei unui
        """
    ),
}
