/**
 * Name data for generated users. An entry is the ASCII part of an address, then optionally `=` and
 * the display form. Without a display form the address part is capitalized. `_` is a space.
 */

export type FamilyName =
  | 'western'
  | 'cyrillic'
  | 'greek'
  | 'arabic'
  | 'chinese'
  | 'japanese'
  | 'korean'
  | 'service'
  | 'shared'
  | 'room'
  | 'equipment';

interface FamilyData {
  readonly firsts: string;
  readonly seconds: string;
}

const SYSTEMS = 'backup copier edge fax gateway import kiosk monitor probe reports scanner sync';

const PLACES =
  'amsterdam berlin bogota cairo delhi dublin hanoi helsinki lagos lima lisbon madrid nairobi osaka oslo paris quito riga rome sydney tokyo warsaw zurich';

/** First and second parts of addresses, by script, region or account type. */
export const NAME_DATA: Readonly<Record<FamilyName, FamilyData>> = {
  western: {
    firsts: `aaron ada alice ana=Ana anna anne-marie=Anne-Marie astrid=Åstrid beatriz benjamin bjorn=Bjørn bruno
      camille carlos chloe=Chloë clara daniel david d'arcy=D'Arcy diego elena=Élena emil emma erik=Érik felix
      fiona francois=François frida gabriel george greta gustav hannah hector=Héctor helene=Hélène hugo ian ines=Inês
      isabel ivan=Iván jack jan joao=João jose=José julia karl katharina=Katharina kevin klara laura leo liam lucia=Lucía
      maja maria mateo maxime=Maxime mia nadia nils noel=Noël nora olaf=Ólaf oliver olivia oscar=Óscar pablo patrick paula
      pierre quentin quincy quinn rachel raul=Raúl rene=René rosa samuel sara sean=Seán simon sofia soren=Søren stefan
      stella svante=Svante sylvie tessa thomas tomas=Tomáš tove uma ursula urszula=Urszula ute valentina vera victor vilde wanda
      wendy wesley wilhelm xander xavier ximena yann yannick yvonne zachary zoe=Zoë zofia`,
    seconds: `almeida andersson baker berg bergman=Bergman brown carvalho chen clark cohen cruz d'angelo=D'Angelo dupont=Dupont
      eriksen evans ferreira fischer=Fischer garcia=García green gonzalez=González hansen hernandez=Hernández ibrahim ivanovic=Ivanović
      jensen johnson kaya kowalski=Kowalski krueger=Krüger lindqvist lopez=López martin mcdonald=McDonald mendes moreau muller=Müller
      murphy nielsen novak=Novák o'brien=O'Brien o'neill=O'Neill oconnor=O'Connor okafor olsen patel pereira peterson popescu
      quist ramirez=Ramírez richter rossi sanchez=Sánchez schmidt silva smith smith-jones=Smith-Jones svensson taylor torres
      ulvang valtonen vandijk=van_Dijk virtanen wagner weber williams wojcik=Wójcik xavier yilmaz=Yılmaz young zimmermann`,
  },
  cyrillic: {
    firsts:
      'alexei=Алексей anastasia=Анастасия boris=Борис dmitri=Дмитрий ekaterina=Екатерина fyodor=Фёдор igor=Игорь kseniya=Ксения lyudmila=Людмила mikhail=Михаил oksana=Оксана ruslan=Руслан svetlana=Светлана vladimir=Владимир yelena=Елена zhanna=Жанна',
    seconds:
      'bondarenko=Бондаренко ivanov=Иванов kuznetsov=Кузнецов lebedev=Лебедев morozov=Морозов novikov=Новиков petrov=Петров shevchenko=Шевченко smirnov=Смирнов sokolov=Соколов volkov=Волков',
  },
  greek: {
    firsts:
      'athina=Αθηνά dimitris=Δημήτρης eleni=Ελένη georgios=Γεώργιος katerina=Κατερίνα nikos=Νίκος sotiris=Σωτήρης yiannis=Γιάννης',
    seconds:
      'alexiou=Αλεξίου dimou=Δήμου georgiou=Γεωργίου karras=Καρράς nikolaidis=Νικολαΐδης papadopoulos=Παπαδόπουλος vlachos=Βλάχος',
  },
  arabic: {
    firsts:
      'ahmed=أحمد bilal=بلال fatima=فاطمة hassan=حسن ibtisam=ابتسام khalid=خالد layla=ليلى mahmoud=محمود noura=نورة omar=عمر qasim=قاسم salma=سلمى tariq=طارق umar=عمر wafa=وفاء yasmin=ياسمين zaynab=زينب',
    seconds:
      'alfarsi=الفارسي alhaddad=الحداد almasri=المصري aziz=عزيز darwish=درويش haddad=حداد khoury=خوري mansour=منصور nasser=ناصر saleh=صالح',
  },
  chinese: {
    firsts:
      'fang=芳 jing=静 lei=磊 min=敏 na=娜 qiang=强 qing=青 tao=涛 wei=伟 xia=霞 xiaoming=小明 xin=欣 xiu=秀 yan=艳 ying=英',
    seconds:
      'huang=黄 li=李 lin=林 liu=刘 ma=马 sun=孙 wang=王 wu=吴 xu=徐 yang=杨 zhang=张 zhao=赵 zhou=周 zhu=朱',
  },
  japanese: {
    firsts: 'aiko=愛子 haruki=春樹 kenji=健二 mei=芽衣 ren=蓮 sakura=さくら takumi=拓海 yui=結衣',
    seconds:
      'ito=伊藤 kobayashi=小林 nakamura=中村 saito=斎藤 sato=佐藤 suzuki=鈴木 takahashi=高橋 tanaka=田中 watanabe=渡辺 yamamoto=山本',
  },
  korean: {
    firsts: 'hyejin=혜진 jiwoo=지우 minjun=민준 seoyeon=서연 sunghoon=성훈 uijin=의진 yuna=유나',
    seconds: 'choi=최 jang=장 jung=정 kang=강 kim=김 lee=이 lim=임 park=박 yoon=윤',
  },
  service: {
    firsts: `!alerts=Alerts #channel=Channel 't-systems='t_Systems -relay=Relay 0-ops=Ops 1st-line=First_line 24x7=24×7
      3d-print=3D_print 42=Forty-two 5g=5G 7z=7z 9to5=Nine_to_five ^tests=Tests _svc=Service ~staging=Staging`,
    seconds: SYSTEMS,
  },
  shared: {
    firsts: 'shared=Shared',
    seconds:
      "accounts careers help hr invoices legal o'hare=O'Hare_Desk orders press r-and-d=R&D sales support travel",
  },
  room: { firsts: 'room=Room', seconds: PLACES },
  equipment: { firsts: 'equipment=Equipment', seconds: 'camera car drone laptop projector van' },
};
