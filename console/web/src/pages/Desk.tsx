import { IconMessages } from '@tabler/icons-react';
import { useParams } from 'react-router-dom';
import { useWords } from '../i18n';
import { useLive } from '../lib/live';
import { Conversation } from '../parts/conversation/Conversation';
import { Empty } from '../parts/Empty';
import { PageBoundary } from '../parts/FailureBoundary';
import { Offline } from '../parts/Offline';
import { Queue } from '../parts/queue/Queue';

/** The page people live in: who waits on the left, the conversation beside it; on a phone one at a time. */
export function DeskPage() {
  const words = useWords();
  const { id } = useParams();
  const alive = useLive(id);
  return (
    <div className="desk" data-open={id !== undefined}>
      <div className="desk-queue">
        {alive ? null : <Offline />}
        <Queue openId={id} />
      </div>
      <div className="desk-main">
        {id ? (
          <PageBoundary at={id}>
            <Conversation key={id} id={id} />
          </PageBoundary>
        ) : (
          <Empty icon={IconMessages} title={words.conversation.none} text={words.conversation.noneText} />
        )}
      </div>
    </div>
  );
}
