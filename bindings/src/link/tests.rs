use super::*;

#[derive(Default)]
struct Far {
    heard: Mutex<Vec<Vec<u8>>>,
    closed: Mutex<u32>,
    /// What is told before `open` returns.
    early: Vec<LinkEvent>,
}

struct FarEnd(Arc<Far>);

impl PlatformLink for FarEnd {
    fn send(&self, chunk: Vec<u8>) -> Result<(), LinkFault> {
        self.0.heard.lock().unwrap().push(chunk);
        Ok(())
    }

    fn end(&self) {
        *self.0.closed.lock().unwrap() += 1;
    }
}

struct Air(Arc<Far>, Mutex<Option<Arc<LinkEvents>>>);

impl Links for Air {
    fn open(&self, events: Arc<LinkEvents>) -> Result<Arc<dyn PlatformLink>, LinkFault> {
        self.0.early.iter().for_each(|it| events.tell(it.clone()));
        *self.1.lock().unwrap() = Some(events);
        Ok(Arc::new(FarEnd(Arc::clone(&self.0))))
    }
}

const UP: LinkEvent = LinkEvent::Up {
    chunk_len: ChunkLen::SMALLEST,
};
const SOON: Duration = Duration::from_millis(5);

fn air(early: &[LinkEvent]) -> Air {
    let far = Far {
        early: early.to_vec(),
        ..Far::default()
    };
    Air(Arc::new(far), Mutex::default())
}

fn events(air: &Air) -> Arc<LinkEvents> {
    air.1.lock().unwrap().clone().unwrap()
}

#[test]
fn what_came_before_the_first_look_is_kept_and_in_order() {
    let air = air(&[UP, LinkEvent::Chunk(vec![1]), LinkEvent::Chunk(vec![2])]);
    let mut link = DialledLink::dial(&air).unwrap();
    assert_eq!(link.next(SOON), UP);
    assert_eq!(link.next(SOON), LinkEvent::Chunk(vec![1]));
    assert_eq!(link.next(SOON), LinkEvent::Chunk(vec![2]));
    assert_eq!(link.next(SOON), LinkEvent::Quiet);
}

#[test]
fn last_words_are_told_and_then_the_end_however_often_one_asks() {
    let air = air(&[UP, LinkEvent::Chunk(vec![1]), LinkEvent::Down]);
    let mut link = DialledLink::dial(&air).unwrap();
    events(&air).chunk(vec![2]);
    assert_eq!(link.next(SOON), UP);
    assert_eq!(link.next(SOON), LinkEvent::Chunk(vec![1]));
    assert_eq!(link.next(SOON), LinkEvent::Down);
    assert_eq!(link.next(SOON), LinkEvent::Down);
    assert_eq!(link.send(&[1]), Err(LinkError::Down));
}

#[test]
fn a_chunk_over_the_told_length_is_refused_and_the_link_goes_on() {
    let air = air(&[UP]);
    let mut link = DialledLink::dial(&air).unwrap();
    let long = vec![0; ChunkLen::SMALLEST.get() + 1];
    assert_eq!(link.send(&long), Err(LinkError::TooLong(long.len())));
    link.send(&[]).unwrap();
    link.send(&[7]).unwrap();
    assert_eq!(*air.0.heard.lock().unwrap(), [vec![7]]);
}

#[test]
fn a_flood_ends_the_link_and_the_queue_stays_bounded() {
    let air = air(&[UP]);
    let mut link = DialledLink::dial(&air).unwrap();
    let events = events(&air);
    (0..10 * QUEUE).for_each(|_| events.chunk(vec![0]));
    assert_eq!(events.lock().queue.len(), QUEUE + 1);
    let told = std::iter::from_fn(|| Some(link.next(SOON)));
    assert_eq!(
        told.take_while(|it| *it != LinkEvent::Down).count(),
        QUEUE + 1
    );
}

#[test]
fn a_chunk_that_is_none_and_a_second_up_end_the_link() {
    let twice = air(&[UP]);
    let mut link = DialledLink::dial(&twice).unwrap();
    events(&twice).up(244);
    assert_eq!(link.next(SOON), UP);
    assert_eq!(link.next(SOON), LinkEvent::Down);
    for wrong in [vec![], vec![0; MAX_CHUNK + 1]] {
        let air = air(&[UP]);
        let mut link = DialledLink::dial(&air).unwrap();
        events(&air).chunk(wrong);
        assert_eq!(link.next(SOON), UP);
        assert_eq!(link.next(SOON), LinkEvent::Down);
    }
}

#[test]
fn closing_ends_it_for_the_platform_and_drops_what_was_not_taken() {
    let air = air(&[UP, LinkEvent::Chunk(vec![1])]);
    let mut link = DialledLink::dial(&air).unwrap();
    link.close();
    assert_eq!(link.next(SOON), LinkEvent::Down);
    assert!(*air.0.closed.lock().unwrap() > 0);
    events(&air).chunk(vec![2]);
    assert!(events(&air).lock().queue.is_empty());
}

#[test]
fn a_link_that_never_comes_up_is_out_of_reach() {
    for early in [LinkEvent::Down, LinkEvent::Chunk(vec![1])] {
        let air = air(&[early]);
        assert_eq!(DialledLink::dial(&air).err(), Some(LinkError::Down));
        assert_eq!(*air.0.closed.lock().unwrap(), 1);
    }
}
